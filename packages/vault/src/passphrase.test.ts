import { wordlist } from "@scure/bip39/wordlists/english.js";
import { testPort } from "@alcove/crypto/testing";
import { describe, expect, test } from "vitest";
import { offerWords } from "./offer-words.ts";
import { judgePassphrase } from "./passphrase.ts";

const about = ["Dr Ann Lee", "ann.lee@practice.example", "Harbour Practice"];
const verdict = async (passphrase: string, names: readonly string[] = about): Promise<string> => {
  const judged = await judgePassphrase(passphrase, names);
  return judged.ok ? "ok" : judged.code;
};

describe("judgePassphrase", () => {
  test.each([
    ["", "passphrase-short"],
    ["elevenchars", "passphrase-short"],
    // Twelve as typed by some systems, six when composed.
    ["e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "passphrase-short"],
    ["password1234", "passphrase-common"],
    ["PassWord 1234", "passphrase-common"],
    ["ｐａｓｓｗｏｒｄ１２３４", "passphrase-common"],
    ["harbour fox kettle violet moss", "passphrase-names"],
    ["HARBOURfoxkettlevioletmoss", "passphrase-names"],
    ["lee kettle violet moss anchor", "passphrase-names"],
    ["drannlee kettle violet moss", "passphrase-names"],
    ["violet-ann.lee@practice.example", "passphrase-names"],
    ["aaaaaaaaaaaaaaaaaaaa", "passphrase-guessable"],
    ["qwertyuiop1234", "passphrase-guessable"],
    ["Sommer2024Berlin!", "passphrase-guessable"],
    ["iloveyousomuch", "passphrase-common"],
    ["to be or not to be", "passphrase-common"],
    ["May the Force be with you!", "passphrase-common"],
    ["correct horse battery staple", "passphrase-common"],
    ["Our Father, who art in heaven", "passphrase-common"],
    ["Ich liebe dich sehr", "passphrase-common"],
    ["maytheforcebewithyou kettle violet", "ok"],
    ["what was it that you were to do for us", "passphrase-guessable"],
    ["we will be here for you in the house", "passphrase-guessable"],
    ["about above after again all", "ok"],
    ["asleep fleece violet moss anchor", "ok"],
    ["kettle violet moss anchor sudden", "ok"],
    // The estimator counts ten guesses for each character that it finds no pattern in: 14 pass, 12 don't.
    ["vT9#qLm2!xWz", "passphrase-guessable"],
    ["vT9#qLm2!xWz7&", "ok"],
    ["пароль из четырёх слов", "ok"],
  ])("%j is %s", async (passphrase, expected) => {
    expect(await verdict(passphrase)).toBe(expected);
  });

  test("a passphrase of megabytes is judged in a moment", async () => {
    await verdict("kettle violet moss anchor sudden");
    const start = performance.now();
    await verdict("kettle violet moss anchor sudden ".repeat(50_000), []);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test("names of one or two letters forbid nothing", async () => {
    expect(await verdict("kettle violet moss anchor sudden", ["K", "Al Ko", "e@o.a"])).toBe("ok");
  });
});

describe("offerWords", () => {
  test("what is offered is good enough, every time", async () => {
    const port = await testPort("offered");
    for (let i = 0; i < 40; i++) expect(await verdict(offerWords(port, 5).join(" "), [])).toBe("ok");
  });

  test("each of the 2,048 words may come, about equally often", async () => {
    const counts = new Map<string, number>();
    for (const word of offerWords(await testPort("words"), 204_800)) counts.set(word, (counts.get(word) ?? 0) + 1);
    expect([...counts.keys()].every((word) => wordlist.includes(word))).toBe(true);
    expect(counts.size).toBe(2048);
    // 100 each on average; six standard deviations either way.
    expect(Math.min(...counts.values())).toBeGreaterThan(40);
    expect(Math.max(...counts.values())).toBeLessThan(160);
  });
});
