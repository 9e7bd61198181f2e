// A signature on a finished PDF file (ISO 32000-1, 12.8): a further part behind what is there, of which every byte stays as
// it is. The key is made for this one file and forgotten, so the signature shows that nothing of the file was changed since,
// and nothing about who made it: the certificate says a name, and vouches for itself.

import * as asn1js from "asn1js";
import {
  AlgorithmIdentifier,
  Attribute,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  CryptoEngine,
  EncapsulatedContentInfo,
  Extension,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  Time,
} from "pkijs";
import { appendToPdf, pdfText } from "./update.ts";

export type PdfSignature = {
  /** Whom the certificate names: the practice, in whose app the file was made. */
  readonly name: string;
  /** What the signature is there for, in words that a viewer shows. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};
/** WebCrypto as it is in browsers and in Node. */
export type PdfCrypto = ConstructorParameters<typeof CryptoEngine>[0]["crypto"];

type Key = Parameters<Certificate["sign"]>[0];
type Keys = { readonly privateKey: Key; readonly publicKey: Key };

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
/** In bytes; a signature with its certificate takes some 900. */
const room = 4096;
const unset = "**********";

const oid = {
  commonName: "2.5.4.3",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  sha256: "2.16.840.1.101.3.4.2.1",
} as const;

export async function signPdf(pdf: Uint8Array, crypto: PdfCrypto, about: PdfSignature): Promise<Uint8Array> {
  const engine = new CryptoEngine({ name: "alcove", crypto });
  const file = appendToPdf(pdf, signatureObjects(about));
  const from = find(file, "/Contents <", pdf.length) + "/Contents ".length;
  const to = from + 2 * room + 2;
  const ranges = [from, to, file.length - to].map((n) => String(n).padEnd(unset.length));
  put(file, find(file, unset, pdf.length), ranges.join(" "));
  const covered = new Uint8Array(file.length - (to - from));
  covered.set(file.subarray(0, from));
  covered.set(file.subarray(to), from);
  const signature = await signedData(engine, covered, about);
  if (signature.length > room) throw new Error("the signature does not fit in its place");
  put(file, from + 1, Array.from(signature, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  return file;
}

/** A field that shows nothing on the page, and the place for its signature. */
function signatureObjects({ name, reason, at }: PdfSignature): Parameters<typeof appendToPdf>[1] {
  return ({ signature, page }) => ({
    field: `<< /FT /Sig /Type /Annot /Subtype /Widget /T ${pdfText("Signature")} /V ${signature} /P ${page} /Rect [0 0 0 0] /F 130 >>`,
    signature: [
      "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached",
      `/ByteRange [0 ${unset} ${unset} ${unset}]`,
      `/Contents <${"0".repeat(2 * room)}>`,
      `/M (D:${new Date(at).toISOString().replaceAll(/[-:T]|\..*/g, "")}Z)`,
      `/Name ${pdfText(name)} /Reason ${pdfText(reason)} >>`,
    ].join("\n"),
  });
}

async function signedData(engine: CryptoEngine, covered: Uint8Array, { name, at }: PdfSignature): Promise<Uint8Array> {
  const keys = (await engine.generateKey(algorithm, false, ["sign", "verify"])) as Keys;
  const certificate = await certify(engine, keys, name, at);
  const attribute = (type: string, value: asn1js.AsnType | ReturnType<Time["toSchema"]>) =>
    new Attribute({ type, values: [value] });
  const digest = await engine.digest("SHA-256", covered as Uint8Array<ArrayBuffer>);
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: oid.sha256 })],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute(oid.contentType, new asn1js.ObjectIdentifier({ value: oid.data })),
            attribute(oid.signingTime, new asn1js.UTCTime({ valueDate: new Date(at) })),
            attribute(oid.messageDigest, new asn1js.OctetString({ valueHex: digest })),
          ],
        }),
      }),
    ],
    certificates: [certificate],
  });
  await signed.sign(keys.privateKey, 0, "SHA-256", undefined, engine);
  const content = new ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER(false));
}

async function certify(engine: CryptoEngine, keys: Keys, name: string, at: number): Promise<Certificate> {
  const certificate = new Certificate();
  certificate.version = 2;
  const serial = engine.getRandomValues(new Uint8Array(16));
  // Positive, and no shorter: DER drops leading zeros.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  certificate.serialNumber = new asn1js.Integer({ valueHex: serial.buffer });
  for (const named of [certificate.subject, certificate.issuer])
    named.typesAndValues.push(
      new AttributeTypeAndValue({ type: oid.commonName, value: new asn1js.Utf8String({ value: shortened(name) }) }),
    );
  certificate.notBefore.value = new Date(at - dayMs);
  certificate.notAfter.value = new Date(at + 3650 * dayMs);
  const isNone = new BasicConstraints({ cA: false });
  // digitalSignature and contentCommitment.
  const usage = new asn1js.BitString({ valueHex: new Uint8Array([0xc0]).buffer, unusedBits: 6 });
  certificate.extensions = [
    new Extension({
      extnID: oid.basicConstraints,
      critical: true,
      extnValue: isNone.toSchema().toBER(false),
      parsedValue: isNone,
    }),
    new Extension({ extnID: oid.keyUsage, critical: true, extnValue: usage.toBER(false), parsedValue: usage }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  await certificate.sign(keys.privateKey, "SHA-256", engine);
  return certificate;
}

const dayMs = 24 * 60 * 60 * 1000;
/** X.520 bounds a common name at 64 letters. */
const shortened = (name: string): string => Array.from(name).slice(0, 64).join("") || "Alcove";

function find(file: Uint8Array, words: string, from: number): number {
  for (let at = from; at < file.length - words.length; at++)
    if (Array.from(words).every((letter, i) => file[at + i] === letter.charCodeAt(0))) return at;
  throw new Error("what was just written is not there");
}

function put(file: Uint8Array, at: number, letters: string): void {
  for (let i = 0; i < letters.length; i++) file[at + i] = letters.charCodeAt(i);
}
