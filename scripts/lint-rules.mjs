// House rules that no published lint rule covers, loaded by .oxlintrc.json.

/** @typedef {{ report(finding: { node: unknown, message: string }): void }} LintContext */

/** `new Date()` and `Date()` read the clock; `new Date(ms)` does not. */
const noBareDate = {
  /** @param {LintContext} context */
  create(context) {
    /** @param {any} node */
    const check = (node) => {
      if (node.callee.type !== "Identifier" || node.callee.name !== "Date") return;
      if (node.type === "NewExpression" && node.arguments.length > 0) return;
      context.report({ node, message: "This reads the clock. Take the time as an argument." });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

/** A top-level `let` is state that every importer shares and no test can reset. */
const noModuleState = {
  /** @param {LintContext} context */
  create(context) {
    return {
      /** @param {any} program */
      Program(program) {
        for (const statement of program.body) {
          const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
          if (declared?.type === "VariableDeclaration" && declared.kind !== "const") {
            context.report({
              node: declared,
              message: "No mutable module state: keep it in an object that is handed on.",
            });
          }
        }
      },
    };
  },
};

// oxlint loads a plugin by its default export.
export default {
  meta: { name: "alcove" },
  rules: { "no-bare-date": noBareDate, "no-module-state": noModuleState },
};
