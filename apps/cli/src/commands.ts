/** All commands, by their words. Each is loaded when it is asked for. */

import type { Command } from "./command.ts";

type Listed = { readonly summary: string; load(): Promise<{ readonly command: Command }> };

export const commands = {
  "server start": { summary: "run a server on this computer", load: () => import("./commands/server-start.ts") },
  "practice create": {
    summary: "found a practice, with its first device",
    load: () => import("./commands/practice-create.ts"),
  },
  "practice kit": {
    summary: "write the Emergency Kit to a file once more",
    load: () => import("./commands/practice-kit.ts"),
  },
  "practice second-factor": {
    summary: "set the second factor, where it was left for later or on another phone",
    load: () => import("./commands/practice-second-factor.ts"),
  },
  "practice spare-codes": {
    summary: "make ten codes that stand in for the second factor, or count them",
    load: () => import("./commands/practice-spare-codes.ts"),
  },
  "practice rules": {
    summary: "what the practice asks of everybody's devices",
    load: () => import("./commands/practice-rules.ts"),
  },
  "practice witnesses": {
    summary: "who elsewhere signs that the ledger only grows",
    load: () => import("./commands/practice-witnesses.ts"),
  },
  "device enrol": {
    summary: "make this device one of yours, by Emergency Kit",
    load: () => import("./commands/device-enrol.ts"),
  },
  "device pair": {
    summary: "make a device one of yours with another one in hand",
    load: () => import("./commands/device-pair.ts"),
  },
  "device list": { summary: "the devices of the practice", load: () => import("./commands/device-list.ts") },
  "device confirm": {
    summary: "say that what a new device shows is the newest",
    load: () => import("./commands/device-confirm.ts"),
  },
  "device revoke": { summary: "end what a device may do", load: () => import("./commands/device-revoke.ts") },
  "member invite": {
    summary: "ask somebody into the practice",
    load: () => import("./commands/member-invite.ts"),
  },
  "member join": {
    summary: "become a member, by an invitation; this is your first device",
    load: () => import("./commands/member-join.ts"),
  },
  "invitation list": {
    summary: "invitations of this profile that wait",
    load: () => import("./commands/invitation-list.ts"),
  },
  "invitation withdraw": {
    summary: "end one, so that nobody can answer it",
    load: () => import("./commands/invitation-withdraw.ts"),
  },
  "member list": { summary: "the members of the practice", load: () => import("./commands/member-list.ts") },
  "member role": { summary: "give a member another role", load: () => import("./commands/member-role.ts") },
  "member away": {
    summary: "say when a member is away, and on which days they work",
    load: () => import("./commands/member-away.ts"),
  },
  "member leave": {
    summary: "say that somebody leaves, and pass their charts on",
    load: () => import("./commands/member-leave.ts"),
  },
  "member leaving": {
    summary: "how far it is with somebody who leaves or has left",
    load: () => import("./commands/member-leaving.ts"),
  },
  "member decide": {
    summary: "what becomes of your psychotherapy notes when you leave",
    load: () => import("./commands/member-decide.ts"),
  },
  "member destroy": {
    summary: "destroy your psychotherapy notes in a chart, for good",
    load: () => import("./commands/member-destroy.ts"),
  },
  "member certificate": {
    summary: "what was destroyed of a chart, to keep on paper",
    load: () => import("./commands/member-certificate.ts"),
  },
  "member remove": { summary: "end a membership", load: () => import("./commands/member-remove.ts") },
  "member report": {
    summary: "what a member, or who has their device, could have read",
    load: () => import("./commands/member-report.ts"),
  },
  "proposal list": {
    summary: "what waits for another owner's signature",
    load: () => import("./commands/proposal-list.ts"),
  },
  "proposal sign": {
    summary: "sign what another owner proposes",
    load: () => import("./commands/proposal-sign.ts"),
  },
  "proposal decline": {
    summary: "say no to it, or take your own back",
    load: () => import("./commands/proposal-decline.ts"),
  },
  "keys passphrase": {
    summary: "change the passphrase",
    load: () => import("./commands/keys-passphrase.ts"),
  },
  "keys replace": {
    summary: "new keys and a new Kit, where somebody may have the old ones",
    load: () => import("./commands/keys-replace.ts"),
  },
  "keys take": {
    summary: "give this device what was changed on another one",
    load: () => import("./commands/keys-take.ts"),
  },
  "passkey list": {
    summary: "passkeys that open your devices in a browser",
    load: () => import("./commands/passkey-list.ts"),
  },
  "passkey remove": { summary: "end what a passkey opens", load: () => import("./commands/passkey-remove.ts") },
  "authenticator list": {
    summary: "passkeys and security keys that are your second factor",
    load: () => import("./commands/authenticator-list.ts"),
  },
  "authenticator remove": {
    summary: "let one be your second factor no more",
    load: () => import("./commands/authenticator-remove.ts"),
  },
  "recovery cards": {
    summary: "make recovery cards, in the place of those there were",
    load: () => import("./commands/recovery-cards.ts"),
  },
  "recovery drill": {
    summary: "check recovery cards without using them",
    load: () => import("./commands/recovery-drill.ts"),
  },
  "recovery use": {
    summary: "open the practice again on a new device, with enough cards",
    load: () => import("./commands/recovery-use.ts"),
  },
  "successor cards": {
    summary: "make cards for your own psychotherapy notes",
    load: () => import("./commands/successor-cards.ts"),
  },
  "successor decline": {
    summary: "decide that your psychotherapy notes stay closed",
    load: () => import("./commands/successor-decline.ts"),
  },
  "successor end": {
    summary: "end your cards, or what was opened by them",
    load: () => import("./commands/successor-end.ts"),
  },
  "successor show": {
    summary: "cards for psychotherapy notes, and who used them",
    load: () => import("./commands/successor-show.ts"),
  },
  "successor use": {
    summary: "open a colleague's psychotherapy notes with enough of their cards",
    load: () => import("./commands/successor-use.ts"),
  },
  "will show": { summary: "professional wills that you can read", load: () => import("./commands/will-show.ts") },
  "will write": {
    summary: "write your professional will, or confirm it",
    load: () => import("./commands/will-write.ts"),
  },
  "chart create": { summary: "begin a chart", load: () => import("./commands/chart-create.ts") },
  "chart list": { summary: "all charts", load: () => import("./commands/chart-list.ts") },
  "chart rename": { summary: "give a chart another name", load: () => import("./commands/chart-rename.ts") },
  "chart people": {
    summary: "who belongs to a chart, and how they may be reached",
    load: () => import("./commands/chart-people.ts"),
  },
  "chart separate": {
    summary: "a couple or family goes separate ways",
    load: () => import("./commands/chart-separate.ts"),
  },
  "chart of-age": { summary: "clients who come of age", load: () => import("./commands/chart-of-age.ts") },
  "chart sheet": { summary: "say where a chart stands", load: () => import("./commands/chart-sheet.ts") },
  "person save": { summary: "write down somebody of a chart", load: () => import("./commands/person-save.ts") },
  "person remove": { summary: "take somebody out of a chart", load: () => import("./commands/person-remove.ts") },
  "enquiry begin": {
    summary: "write down somebody who asks for treatment",
    load: () => import("./commands/enquiry-begin.ts"),
  },
  "enquiry list": {
    summary: "who asks and who waits, longest first",
    load: () => import("./commands/enquiry-list.ts"),
  },
  "enquiry change": {
    summary: "say what came of an enquiry",
    load: () => import("./commands/enquiry-change.ts"),
  },
  "enquiry take-on": {
    summary: "give an enquiry to who treats them",
    load: () => import("./commands/enquiry-take-on.ts"),
  },
  "chart access": { summary: "who can open a chart's notes", load: () => import("./commands/chart-access.ts") },
  "chart log": { summary: "who looked at a chart's notes", load: () => import("./commands/chart-log.ts") },
  "chart share": { summary: "open a chart's notes to a member", load: () => import("./commands/chart-share.ts") },
  "chart unshare": { summary: "close a chart's notes to a member", load: () => import("./commands/chart-unshare.ts") },
  "chart guard": { summary: "let a chart open on record only", load: () => import("./commands/chart-guard.ts") },
  "chart unguard": { summary: "end a chart's guard", load: () => import("./commands/chart-unguard.ts") },
  "chart open": { summary: "look into a guarded chart, on record", load: () => import("./commands/chart-open.ts") },
  "chart destroy": {
    summary: "destroy a whole chart, for good",
    load: () => import("./commands/chart-destroy.ts"),
  },
  "chart releasers": {
    summary: "who lets others into a guarded chart, in the server's place",
    load: () => import("./commands/chart-releasers.ts"),
  },
  "release list": { summary: "who asks you to let them in", load: () => import("./commands/release-list.ts") },
  "release give": { summary: "let somebody in who asks", load: () => import("./commands/release-give.ts") },
  "crisis read": {
    summary: "a guarded chart's crisis card, also without the server",
    load: () => import("./commands/crisis-read.ts"),
  },
  "emergency ask": {
    summary: "ask for words of a chart that you can't open, in an emergency",
    load: () => import("./commands/emergency-ask.ts"),
  },
  "emergency list": {
    summary: "what was asked in an emergency, and what became of it",
    load: () => import("./commands/emergency-list.ts"),
  },
  "emergency give": {
    summary: "give copies of notes, or a crisis card, to who asks",
    load: () => import("./commands/emergency-give.ts"),
  },
  "emergency decline": {
    summary: "say no to it, or that you need it no more",
    load: () => import("./commands/emergency-decline.ts"),
  },
  "emergency destroy": {
    summary: "destroy the copies that you gave",
    load: () => import("./commands/emergency-destroy.ts"),
  },
  "emergency read": { summary: "read what you were given", load: () => import("./commands/emergency-read.ts") },
  "crisis write": { summary: "write a guarded chart's crisis card", load: () => import("./commands/crisis-write.ts") },
  "note add": { summary: "write a note", load: () => import("./commands/note-add.ts") },
  "note show": { summary: "read a note", load: () => import("./commands/note-show.ts") },
  "note list": { summary: "the notes of a chart", load: () => import("./commands/note-list.ts") },
  "note edit": { summary: "write a note's next version", load: () => import("./commands/note-edit.ts") },
  "note history": { summary: "the versions of a note", load: () => import("./commands/note-history.ts") },
  "fact list": {
    summary: "a chart's flags, diagnoses, medication and plan",
    load: () => import("./commands/fact-list.ts"),
  },
  "diagnosis write": {
    summary: "write a diagnosis, change it or end it",
    load: () => import("./commands/diagnosis-write.ts"),
  },
  "medication write": {
    summary: "write what a client takes, as reported; change it or end it",
    load: () => import("./commands/medication-write.ts"),
  },
  "flag write": {
    summary: "write what whoever opens a chart must see first; change it or end it",
    load: () => import("./commands/flag-write.ts"),
  },
  "plan write": {
    summary: "write a treatment plan, change it or end it",
    load: () => import("./commands/plan-write.ts"),
  },
  "case list": {
    summary: "requests of clients, papers that ask for a record, reports: what is due when",
    load: () => import("./commands/case-list.ts"),
  },
  "case kinds": {
    summary: "the kinds of case: clock, steps and grounds, with their sources",
    load: () => import("./commands/case-kinds.ts"),
  },
  "case begin": { summary: "begin a case in a chart", load: () => import("./commands/case-begin.ts") },
  "case set": {
    summary: "write down a step, an extension, a decision or the end of a case",
    load: () => import("./commands/case-set.ts"),
  },
  "case letter": { summary: "write a letter of a case as PDF", load: () => import("./commands/case-letter.ts") },
  "retention list": {
    summary: "until when each chart is kept, and what is due",
    load: () => import("./commands/retention-list.ts"),
  },
  "retention rule": {
    summary: "confirm how long the practice keeps records",
    load: () => import("./commands/retention-rule.ts"),
  },
  "codes find": { summary: "find a code of ICD-10-CM", load: () => import("./commands/codes-find.ts") },
  "codes import": {
    summary: "read in a year's official file of codes, for the whole practice",
    load: () => import("./commands/codes-import.ts"),
  },
  "note sign": { summary: "sign a note, which locks it", load: () => import("./commands/note-sign.ts") },
  "note ask": { summary: "ask for a change of a signed note", load: () => import("./commands/note-ask.ts") },
  "note move": {
    summary: "write a note in the chart it belongs in",
    load: () => import("./commands/note-move.ts"),
  },
  "note back": { summary: "put a note back that was taken out", load: () => import("./commands/note-back.ts") },
  "note unsigned": {
    summary: "notes of yours without your signature",
    load: () => import("./commands/note-unsigned.ts"),
  },
  "template list": { summary: "templates for notes", load: () => import("./commands/template-list.ts") },
  "template show": {
    summary: "a template's headings, or the page a note begins with",
    load: () => import("./commands/template-show.ts"),
  },
  "snippet list": { summary: "words that stand for longer ones", load: () => import("./commands/snippet-list.ts") },
  "snippet save": { summary: "say what a word stands for", load: () => import("./commands/snippet-save.ts") },
  "form list": {
    summary: "forms to fill in, or what was filled in for a chart",
    load: () => import("./commands/form-list.ts"),
  },
  "form show": { summary: "a form’s questions, and how to answer them", load: () => import("./commands/form-show.ts") },
  "form fill": { summary: "fill in a form for a chart", load: () => import("./commands/form-fill.ts") },
  "form read": {
    summary: "what was filled in, and whether its signatures hold",
    load: () => import("./commands/form-read.ts"),
  },
  "form sign": {
    summary: "somebody signs it in your presence, with your key",
    load: () => import("./commands/form-sign.ts"),
  },
  "form confirm": {
    summary: "sign with your key what was signed while the server was away",
    load: () => import("./commands/form-confirm.ts"),
  },
  "form withdraw": { summary: "it was taken back in writing", load: () => import("./commands/form-withdraw.ts") },
  "form pdf": {
    summary: "write what was filled in to a signed PDF file",
    load: () => import("./commands/form-pdf.ts"),
  },
  "form save": { summary: "a form of the practice’s own", load: () => import("./commands/form-save.ts") },
  "measure add": {
    summary: "file a questionnaire that was filled in, or its result alone",
    load: () => import("./commands/measure-add.ts"),
  },
  "measure list": {
    summary: "the measures of a chart, and what changed",
    load: () => import("./commands/measure-list.ts"),
  },
  "measure forms": {
    summary: "which measures there are, with their questions",
    load: () => import("./commands/measure-forms.ts"),
  },
  "measure define": {
    summary: "a measure of the practice's own, from a file",
    load: () => import("./commands/measure-define.ts"),
  },
  "measure retire": {
    summary: "offer a measure of the practice's own no more",
    load: () => import("./commands/measure-retire.ts"),
  },
  "appointment add": {
    summary: "plan an appointment, or a series of them",
    load: () => import("./commands/appointment-add.ts"),
  },
  "appointment list": { summary: "what is in the calendar", load: () => import("./commands/appointment-list.ts") },
  "appointment move": {
    summary: "give an appointment another time",
    load: () => import("./commands/appointment-move.ts"),
  },
  "appointment attend": {
    summary: "say who came, was late, or did not come",
    load: () => import("./commands/appointment-attend.ts"),
  },
  "appointment cancel": {
    summary: "call one off, or end a series",
    load: () => import("./commands/appointment-cancel.ts"),
  },
  "reminder list": {
    summary: "who is to be told of an appointment, by the way they agreed to",
    load: () => import("./commands/reminder-list.ts"),
  },
  "reminder say": {
    summary: "say what became of a reminder",
    load: () => import("./commands/reminder-say.ts"),
  },
  "calendar day": {
    summary: "whom to call on a day, with what may be left there",
    load: () => import("./commands/calendar-day.ts"),
  },
  "calendar share": {
    summary: "let somebody into your calendar, and into nothing else",
    load: () => import("./commands/calendar-share.ts"),
  },
  "calendar unshare": { summary: "close your calendar to them", load: () => import("./commands/calendar-unshare.ts") },
  "calendar ics": {
    summary: "write when you are busy to a file, without names",
    load: () => import("./commands/calendar-ics.ts"),
  },
  import: { summary: "bring a folder, or a ZIP of one, into charts", load: () => import("./commands/import.ts") },
  search: { summary: "find notes by words in them", load: () => import("./commands/search.ts") },
  attach: { summary: "keep a file with a chart or note", load: () => import("./commands/attach.ts") },
  "document list": { summary: "the files of a chart", load: () => import("./commands/document-list.ts") },
  "document describe": {
    summary: "say what a file is, and from whom",
    load: () => import("./commands/document-describe.ts"),
  },
  "document move": {
    summary: "take a file to the chart it belongs in",
    load: () => import("./commands/document-move.ts"),
  },
  "document back": {
    summary: "put a file back that was taken out",
    load: () => import("./commands/document-back.ts"),
  },
  detach: { summary: "take a file out again", load: () => import("./commands/detach.ts") },
  sync: { summary: "send what waits, fetch what is new", load: () => import("./commands/sync.ts") },
  "held list": {
    summary: "saves that wait for a right or a key, with their words",
    load: () => import("./commands/held-list.ts"),
  },
  "held discard": { summary: "give up a save that is held", load: () => import("./commands/held-discard.ts") },
  export: { summary: "write a chart as plain files", load: () => import("./commands/export.ts") },
  "export-verify": {
    summary: "check that an export is what was sealed",
    load: () => import("./commands/export-verify.ts"),
  },
  open: { summary: "open the app in a browser, from this installation", load: () => import("./commands/open.ts") },
  status: { summary: "where this device stands", load: () => import("./commands/status.ts") },
  activity: {
    summary: "what was done to people, keys and rights",
    load: () => import("./commands/activity.ts"),
  },
  "ledger export": {
    summary: "write the ledger's leaves and checkpoints to a file",
    load: () => import("./commands/ledger-export.ts"),
  },
  "ledger verify": {
    summary: "check every entry of the ledger once more",
    load: () => import("./commands/ledger-verify.ts"),
  },
  "verify-app": {
    summary: "compare the web app that a server delivers with this one",
    load: () => import("./commands/verify-app.ts"),
  },
  "witness make": { summary: "begin a witness, on another computer", load: () => import("./commands/witness-make.ts") },
  "witness request": {
    summary: "what a witness without a network is asked",
    load: () => import("./commands/witness-request.ts"),
  },
  "witness cosign": {
    summary: "as a witness, sign what continues what it has seen",
    load: () => import("./commands/witness-cosign.ts"),
  },
  "witness hand-in": {
    summary: "bring what a witness signed to the practice",
    load: () => import("./commands/witness-hand-in.ts"),
  },
} as const satisfies { readonly [words: string]: Listed };

export type CommandWords = keyof typeof commands;
