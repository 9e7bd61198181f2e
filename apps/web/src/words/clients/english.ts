/** What a client reads on the device in their hands, around the questions of a form. */

export const english = {
  /** Of the language itself, in it. */
  language: "English",
  yes: "Yes",
  no: "No",
  notAnswered: "Not answered",
  ifYouLike: "(if you like)",
  leaveOut: "Leave it out",
  /** Of a measure: a translation is its owner's to make, and there is none here. */
  itemsInEnglish: "The questions and answers are in English.",
  notAskedNow: "Not asked, by the answer above.",
  leaveBlank: "Leave blank",
  question: "question",
  somethingElse: "Something else",
  needed: "This needs an answer.",
  unfit: "This is no answer to the question.",
  lookAgain: (questions: number): string =>
    questions === 1 ? "One question needs another look." : `${questions} questions need another look.`,
  filledInOn: "Day on which it is filled in",
  toSigning: "Done, go on to signing",
  done: "Done",
  giveBackAsItIs: "Give it back as it is",
  isKept: "What you type is kept on this device, also through a lock.",
  failed: "This could not be kept just now. Please give the device back and say so.",
  signature: "Your signature",
  yourName: "Your name",
  typing: "Typing it here is your signature.",
  nameNeeded: "Your name is needed.",
  tick: "Tick that you agree, or don’t sign.",
  youAre: "You are",
  youAreLike: "“Client”, “mother”, “guardian”.",
  client: "client",
  sign: "Sign",
  dontSign: "Don’t sign, give it back",
  thanks: "Thank you",
  thatIsAll: "That is all. Please give the device back.",
  giveBack: "Give it back",
};

/** Each language has all of it: what is missing is no valid program. */
export type ClientWords = typeof english;
