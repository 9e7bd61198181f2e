/**
 * The page that an export brings along: it checks the export in any browser, from a file and without a network (docs/spec, EXP-5). It is a
 * second implementation of that rule on purpose, since whoever reads it has nothing else of Alcove; tests hold both against the same exports.
 *
 * No part of it is put together from what it reads: names of files are shown as text. The script has no backslash and no backtick.
 */

import { purposes } from "./scope.ts";

const style = `
:root { color-scheme: light dark; }
body { font: 17px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; color: light-dark(#1f2328, #e6e8ea); background: light-dark(#fbfaf8, #16181b); }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
#drop { border: 2px dashed light-dark(#b9bec5, #4a5058); border-radius: 12px; padding: 1.5rem; text-align: center; }
#drop.over { border-color: light-dark(#2f6f5e, #7fc4b0); }
label { display: inline-block; margin: .35rem; padding: .55rem 1rem; border-radius: 8px; color: #fff; background: #2f6f5e; cursor: pointer; }
label:focus-within { outline: 3px solid light-dark(#7fc4b0, #e6e8ea); outline-offset: 2px; }
input[type=file] { position: absolute; width: 1px; height: 1px; opacity: 0; }
#verdict { font-size: 1.2rem; font-weight: 600; }
.good { color: light-dark(#1f6f4a, #7fd1a5); }
.bad { color: light-dark(#a1331c, #ff9d85); }
li, code, dd { overflow-wrap: anywhere; }
code { font-size: .95em; }
dt { font-weight: 600; margin-top: .6rem; } dd { margin: 0; }
`;

const reasons = JSON.stringify(Object.fromEntries(purposes.map(({ basis, name }) => [basis, name])));

const script = `
"use strict";
const reasons = ${reasons};
const $ = (id) => document.getElementById(id);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => {
  if (typeof text !== "string" || text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(at * 2, at * 2 + 2), 16));
};
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

// SHA-256 (FIPS 180-4) of a file that is too large to be in memory whole.
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
const part = (root) => Math.floor((root - Math.floor(root)) * 4294967296) | 0;
const K = Int32Array.from(primes, (p) => part(Math.cbrt(p)));
const turn = (x, n) => (x >>> n) | (x << (32 - n));
const W = new Int32Array(64);
const mix = (H, view, at) => {
  for (let i = 0; i < 16; i++) W[i] = view.getInt32(at + i * 4);
  for (let i = 16; i < 64; i++) {
    const a = W[i - 15], b = W[i - 2];
    W[i] = (W[i - 16] + W[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = H;
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((x, i) => { H[i] = (H[i] + x) | 0; });
};
const large = 64 * 1024 * 1024;
const sha256 = async (blob) => {
  if (blob.size <= large) return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
  const H = Int32Array.from(primes.slice(0, 8), (p) => part(Math.sqrt(p)));
  const step = 8 * 1024 * 1024;
  let rest = new Uint8Array(0);
  for (let at = 0; at < blob.size; at += step) {
    const piece = await blob.slice(at, at + step).arrayBuffer();
    const whole = piece.byteLength - (piece.byteLength % 64);
    const view = new DataView(piece);
    for (let place = 0; place < whole; place += 64) mix(H, view, place);
    rest = new Uint8Array(piece, whole);
  }
  const end = new Uint8Array(rest.length < 56 ? 64 : 128);
  end.set(rest);
  end[rest.length] = 128;
  const view = new DataView(end.buffer);
  view.setBigUint64(end.length - 8, BigInt(blob.size) * 8n);
  for (let place = 0; place < end.length; place += 64) mix(H, view, place);
  const out = new DataView(new ArrayBuffer(32));
  H.forEach((x, i) => out.setInt32(i * 4, x));
  return hex(new Uint8Array(out.buffer));
};

// What lies in a ZIP file as exports are written: files as they are, one right behind the other from its first byte, then the list, then its end.
// Of any other, programs show different files: some go by the list, some by what stands before each file.
const unzip = async (zip) => {
  const odd = () => new Error("This is no ZIP file as exports are written. If it was packed anew, unpack it and choose the folder; else something was put into it.");
  const view = async (from, length) => new DataView(await zip.slice(Math.max(0, from), Math.max(0, from + length)).arrayBuffer());
  const big = (v, place) => Number(v.getBigUint64(place, true));
  const u16 = (v, place) => v.getUint16(place, true), u32 = (v, place) => v.getUint32(place, true);
  const large = 0xffffffff;
  try {
    const end = await view(zip.size - 22, 22);
    let count = u16(end, 10), bytes = u32(end, 12), from = u32(end, 16), ends = 22;
    if (u32(end, 0) !== 0x06054b50 || u16(end, 20) !== 0) throw odd();
    if (count === 0xffff || bytes === large || from === large) {
      const more = await view(zip.size - 98, 56);
      if (u32(more, 0) !== 0x06064b50) throw odd();
      count = big(more, 32); bytes = big(more, 40); from = big(more, 48); ends = 98;
    }
    if (from + bytes + ends !== zip.size) throw odd();
    const list = await view(from, bytes);
    const found = [];
    let place = 0, start = 0;
    for (let i = 0; i < count; i++) {
      const names = u16(list, place + 28), extras = u16(list, place + 30), name = new Uint8Array(list.buffer, place + 46, names);
      let length = u32(list, place + 24), at = u32(list, place + 42);
      const shaped = u32(list, place) === 0x02014b50 && u16(list, place + 8) === 0x0808 && u16(list, place + 10) === 0 && u16(list, place + 32) === 0 && u16(list, place + 40) >> 12 === 8;
      if (!shaped || u32(list, place + 20) !== length) throw odd();
      if (extras !== 0) {
        const value = place + 46 + names, sizes = length === large ? 16 : 0;
        if (u16(list, value) !== 1 || u16(list, value + 2) !== extras - 4 || extras !== 12 + sizes || at !== Math.min(start, large)) throw odd();
        if (sizes && big(list, value + 4) !== big(list, value + 12)) throw odd();
        if (sizes) length = big(list, value + 4);
        at = big(list, value + 4 + sizes);
      }
      const behind = start + 30 + names + length, wide = length >= large;
      const head = await view(start, 30 + names), tail = await view(behind, wide ? 24 : 16);
      const before = at === start && u32(head, 0) === 0x04034b50 && u16(head, 6) === 0x0808 && u16(head, 8) === 0 && u32(head, 14) + u32(head, 18) + u32(head, 22) === 0 && u16(head, 26) === names && u16(head, 28) === 0;
      const after = u32(tail, 0) === 0x08074b50 && (wide ? big(tail, 8) === length && big(tail, 16) === length : u32(tail, 8) === length && u32(tail, 12) === length);
      if (!before || !after || !name.every((byte, k) => head.getUint8(30 + k) === byte)) throw odd();
      found.push({ path: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name), blob: zip.slice(behind - length, behind) });
      place += 46 + names + extras;
      start = behind + tail.byteLength;
    }
    if (place !== bytes || start !== from) throw odd();
    return found;
  } catch {
    throw odd();
  }
};

// "82 58 3e", the body, "58 40", the signature; the body: "84 01 50", account, "58 20", manifest, "1b", time.
const readSeal = async (text, manifest) => {
  const seal = JSON.parse(text);
  const signed = unhex(seal.signed), practice = unhex(seal.practice), identity = unhex(seal.identity);
  const shaped = seal.format === "alcove-export-seal" && seal.version === 1 && signed && signed.length === 131 && practice && practice.length === 16 && identity && identity.length === 32;
  if (!shaped) return undefined;
  const body = signed.subarray(3, 65);
  const frame = [signed.subarray(0, 3), body.subarray(0, 3), body.subarray(19, 21), body.subarray(53, 54), signed.subarray(65, 67)];
  if (hex(Uint8Array.from(frame.flatMap((one) => Array.from(one)))) !== "82583e" + "840150" + "5820" + "1b" + "5840") return undefined;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", manifest));
  if (!same(body.subarray(21, 53), digest)) return undefined;
  const message = Uint8Array.from([...new TextEncoder().encode("alcove/v1/export"), 0, ...practice, ...body]);
  const key = await crypto.subtle.importKey("raw", identity, "Ed25519", false, ["verify"]);
  if (!(await crypto.subtle.verify("Ed25519", key, signed.subarray(67), message))) return undefined;
  return { identity: seal.identity, at: Number(new DataView(body.buffer, body.byteOffset + 54, 8).getBigUint64(0)) };
};

const check = async (found, told) => {
  const lone = (name) => found.filter((file) => file.path === name);
  if (lone("manifest.json").length !== 1) throw new Error("There is no manifest.json here, or there are two: choose the whole folder of the export, or its ZIP file.");
  const manifest = await bytesOf(lone("manifest.json")[0].blob);
  let listed;
  try { listed = JSON.parse(new TextDecoder().decode(manifest)); } catch { throw new Error("manifest.json is damaged."); }
  if (listed.format !== "alcove-export" || listed.version !== 2 || !Array.isArray(listed.files)) throw new Error("manifest.json is none of an export that this page knows.");
  let seal, why = "";
  try {
    if (lone("seal.json").length === 1) seal = await readSeal(await lone("seal.json")[0].blob.text(), manifest);
    else why = "seal.json is missing: the export was not finished, or somebody took it out.";
  } catch (error) {
    why = error instanceof SyntaxError ? "" : "This browser can't check signatures of this kind. Try a newer one.";
  }
  const expected = new Map(listed.files.map((file) => [file.path, file]));
  const seen = new Set(), changed = [], added = [];
  let done = 0;
  for (const { path, blob } of found) {
    if (path === "manifest.json" || path === "seal.json") continue;
    const file = expected.get(path);
    if (!file || seen.has(path)) added.push(path);
    else if (file.bytes !== blob.size || file.sha256 !== (await sha256(blob))) changed.push(path);
    seen.add(path);
    told(++done, found.length);
  }
  const missing = listed.files.map((file) => file.path).filter((path) => !seen.has(path));
  const twice = listed.files.length !== expected.size;
  return { listed, seal: twice ? undefined : seal, why, changed, missing, added };
};

const say = (id, text, kind) => { $(id).textContent = text; $(id).className = kind || ""; };
const lines = (title, paths) => {
  if (paths.length === 0) return;
  const heading = document.createElement("h2");
  heading.textContent = title;
  const list = document.createElement("ul");
  for (const path of paths) {
    const item = document.createElement("li");
    item.textContent = path;
    list.append(item);
  }
  $("details").append(heading, list);
};
const facts = (rows) => {
  const list = document.createElement("dl");
  for (const [name, value] of rows) {
    if (value === undefined || value === "") continue;
    const term = document.createElement("dt"), says = document.createElement("dd");
    term.textContent = name;
    says.textContent = value;
    list.append(term, says);
  }
  $("details").append(list);
};
const groups = (text) => text.match(/.{4}/g).join(" ");

const run = async (read) => {
  $("details").replaceChildren();
  say("verdict", "Looking ...");
  say("key", "");
  try {
    const { listed, seal, why, changed, missing, added } = await check(await read(), (done, total) => say("verdict", "Looking: " + done + " of " + total));
    const broken = changed.length + missing.length + added.length;
    if (seal && broken === 0) say("verdict", "It holds. Every file is as it was when this export was sealed.", "good");
    else if (seal) say("verdict", "It does not hold. The list of files is as it was sealed, but " + (broken === 1 ? "one file differs" : broken + " files differ") + " from it.", "bad");
    else say("verdict", "It does not hold. " + (why || "The list of files is not the one that was sealed, or the seal was changed."), "bad");
    if (seal) say("key", "Sealed " + new Date(seal.at).toLocaleString() + " with the key " + groups(seal.identity) + ". Anybody could make an export with a key of their own: ask the practice, by another way than this export came, whether this key is theirs.");
    lines("Changed", changed);
    lines("Missing", missing);
    lines("Added: not part of the export", added);
    const to = listed.for || {};
    facts([
      ["Made", moment(listed.madeAt)],
      ["By", [listed.madeBy, (listed.practice || {}).name].filter(Boolean).join(", ")],
      ["Chart", String((listed.chart || {}).name || "")],
      ["For", [to.to, to.address].filter(Boolean).join(", ")],
      ["Why", [reasons[to.basis], to.purpose, to.rule && "45 CFR " + to.rule, to.authorisation].filter(Boolean).join("; ")],
      ["In it", counted(listed.counts)],
      ["Left out", counted(listed.leftOut)],
    ]);
  } catch (error) {
    say("verdict", error.message, "bad");
  }
};
const moment = (at) => { const of = new Date(at); return isNaN(of) ? String(at || "") : of.toLocaleString(); };
const named = (name, n) => { const many = name.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()); return n !== 1 ? many : many === "people" ? "person" : many.replace(/s$/, ""); };
const counted = (numbers) => Object.entries(numbers || {}).filter(([, n]) => n > 0).map(([name, n]) => n + " " + named(name, n)).join(", ");

// From the folder in which the manifest lies; what systems leave in folders by themselves is none of it.
const inFolder = (files) => {
  const all = files.map((file) => ({ path: (file.webkitRelativePath || file.fullPath || file.name).split("/").filter(Boolean), blob: file.blob || file }));
  const top = all.filter(({ path }) => path.at(-1) === "manifest.json").sort((a, b) => a.path.length - b.path.length)[0];
  const depth = top ? top.path.length - 1 : 0;
  const inside = (path) => path.slice(0, depth).join("/") === (top ? top.path.slice(0, depth).join("/") : "");
  // What lies beside that folder keeps its whole path, which no file of the export has.
  return all.map(({ path, blob }) => ({ path: inside(path) ? path.slice(depth).join("/") : "../" + path.join("/"), blob })).filter(({ path }) => ![".DS_Store", "Thumbs.db", "desktop.ini"].includes(path.split("/").at(-1)));
};
const entriesOf = async (entry) => {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file((blob) => resolve({ fullPath: entry.fullPath, blob }), reject))];
  const reader = entry.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    for (const one of some) all.push(...(await entriesOf(one)));
  }
  return all;
};
const isZip = (file) => file.name.toLowerCase().endsWith(".zip");
$("zip").onchange = (event) => { const file = event.target.files[0]; if (file) run(() => unzip(file)); };
$("folder").onchange = (event) => { const files = [...event.target.files]; if (files.length) run(async () => inFolder(files)); };
$("drop").ondragover = (event) => { event.preventDefault(); $("drop").className = "over"; };
$("drop").ondragleave = () => { $("drop").className = ""; };
$("drop").ondrop = (event) => {
  event.preventDefault();
  $("drop").className = "";
  const items = [...event.dataTransfer.items], files = [...event.dataTransfer.files];
  if (files.length === 1 && isZip(files[0])) return run(() => unzip(files[0]));
  const entries = items.map((item) => item.webkitGetAsEntry()).filter(Boolean);
  run(async () => inFolder((await Promise.all(entries.map(entriesOf))).flat()));
};
`;

/** UTF-8. The same in every export. */
export const verifyPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Is this export whole?</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Is this export whole?</h1>
<p>This page checks on this computer whether each file is as it was when the export was made. Nothing leaves it.</p>
<p>It came with the export: somebody who changed the files could have changed this page too. Where that matters, use a copy of it from an export that you trust, or ask the practice to check.</p>
<div id="drop">
<p>Drop the folder of the export here, or its ZIP file.</p>
<label>Choose the ZIP file<input id="zip" type="file" accept=".zip"></label>
<label>Choose the folder<input id="folder" type="file" webkitdirectory multiple></label>
</div>
<div role="status" aria-live="polite">
<p id="verdict"></p>
<p id="key"></p>
<div id="details"></div>
</div>
</main>
<script>${script}</script>
</body>
</html>
`;
