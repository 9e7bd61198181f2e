/** The page begins here: theme, the link to the vault, the screens. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { keepForOffline } from "./app/new-bundle.ts";
import { applyTheme, readPreferences } from "./app/preferences.ts";
import { SomethingBroke } from "./app/something-broke.tsx";
import { VaultProvider } from "./app/vault-context.tsx";
import { openVaultLink } from "./worker/vault-link.ts";
import "./styles/index.css";

applyTheme(readPreferences().theme);
const link = openVaultLink();
const root = document.getElementById("root");
if (!root) throw new Error("bug: the page has no root");
createRoot(root).render(
  <StrictMode>
    <SomethingBroke>
      <VaultProvider link={link}>
        <App />
      </VaultProvider>
    </SomethingBroke>
  </StrictMode>,
);
void keepForOffline();
