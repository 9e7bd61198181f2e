/**
 * Sentences as passphrases. An estimator of guesses counts each word as if it had been drawn by chance; nobody draws "to", "be"
 * and "or", and what everybody can recite is tried first. Loaded with the estimator.
 */

import { wordlist } from "@scure/bip39/wordlists/english.js";

const offered = new Set(wordlist);

/** Words that hold sentences together and tell a guesser nothing: English, German, Spanish, French. */
const filler = new Set(
  `a about am an and are as at be been but by can could did do does for from had has have he her here him his how i if in into is it
its me more my no nor not now of on one or our out shall she should so some than that the thee their them then there these they thine
this thou thy to too up us was we were what when where which who why will with would ye you your
aber als am an auf aus bei bin bist da das dass dein dem den der des dich die dir du ein eine einem einen einer er es für ganz habe
hat hast ich ihr im in ist ja kein mein mich mir mit nicht nichts noch nur oder sehr sein sich sie sind so und uns unser vom von vor
war was wenn wer wie wir wird wo zu zum zur
al como con de del el ella en es eso esta este la las lo los me mi más no nos pero por que qué se ser si sin soy su te tu un una y yo
au aux avec ce ces dans de des du elle en est et il ils je la le les leur lui ma mais me mes moi mon ne nous on ou où pas pour que qui
sa se ses son sur ta te toi ton tu un une vous`.split(/\s+/),
);

/** What people know by heart; letters are compared, and nothing else. */
const famous =
  `to be or not to be|to be or not to be that is the question|may the force be with you|correct horse battery staple|our father who art in heaven
hallowed be thy name|thy kingdom come thy will be done|the lord is my shepherd i shall not want|in the beginning was the word
in the beginning god created the heaven and the earth|for god so loved the world|love thy neighbour as thyself|love your neighbor as yourself
i think therefore i am|cogito ergo sum|carpe diem quam minimum|veni vidi vici|know thyself|all the worlds a stage|the rest is silence
once upon a time|they lived happily ever after|it was the best of times it was the worst of times|call me ishmael
elementary my dear watson|heres looking at you kid|frankly my dear i dont give a damn|ill be back|i am your father|houston we have a problem
one small step for man|one giant leap for mankind|i have a dream|yes we can|ask not what your country can do for you|we the people of the united states
we hold these truths to be self evident|four score and seven years ago|nothing to fear but fear itself|give me liberty or give me death
make love not war|live long and prosper|winter is coming|you shall not pass|one ring to rule them all|my precious|expecto patronum
i solemnly swear that i am up to no good|the answer is forty two|dont panic|life is like a box of chocolates|hasta la vista baby
show me the money|you cant handle the truth|there is no place like home|to infinity and beyond|just keep swimming|hakuna matata|let it go
all you need is love|let it be|here comes the sun|stairway to heaven|hotel california|bohemian rhapsody|we will rock you|we are the champions
imagine all the people|like a rolling stone|knocking on heavens door|twinkle twinkle little star|happy birthday to you|row row row your boat
mary had a little lamb|humpty dumpty sat on a wall|the quick brown fox jumps over the lazy dog|lorem ipsum dolor sit amet|abracadabra
open sesame|open says me|this is my password|password is password|let me in please|i forgot my password|trust no one|the truth is out there
an apple a day keeps the doctor away|practice makes perfect|time is money|knowledge is power|actions speak louder than words
better late than never|all that glitters is not gold|where there is a will there is a way|god grant me the serenity|one day at a time
what doesnt kill me makes me stronger|the unexamined life is not worth living|hell is other people|man is born free
i love you so much|i love my dog|i love my children|love of my life|live laugh love|keep calm and carry on|home sweet home
sein oder nichtsein|ich denke also bin ich|vater unser im himmel|geheiligt werde dein name|am anfang war das wort|wer reitet so spät durch nacht und wind
edel sei der mensch hilfreich und gut|freude schöner götterfunken|das leben ist schön|es war einmal|ende gut alles gut|ich liebe dich|übung macht den meister
wir schaffen das|einigkeit und recht und freiheit|morgenstund hat gold im mund|alle meine entchen|hänschen klein ging allein
ser o no ser|padre nuestro que estás en el cielo|en un lugar de la mancha|te quiero mucho|la vida es bella|viva la vida|sí se puede
être ou ne pas être|notre père qui es aux cieux|je pense donc je suis|liberté égalité fraternité|je taime|la vie en rose|cest la vie
longtemps je me suis couché de bonne heure|il était une fois|allons enfants de la patrie`
    .split(/[|\n]/)
    .map(lettersOf);

/** Beside what everybody knows this many letters of one's own still count. */
const ownLetters = 8;

/** Whether it is little else than what people know by heart. */
export function isFamous(passphrase: string): boolean {
  const letters = lettersOf(passphrase);
  return famous.some((phrase) => letters.includes(phrase) && letters.length - phrase.length < ownLetters);
}

/** What is left for a guesser to find out. Words of the list that Alcove draws from stand as they are: those were drawn. */
export function withoutFiller(passphrase: string): string {
  const words = passphrase.toLowerCase().match(/[\p{L}’']+/gu) ?? [];
  if (words.length < 2 || (words.length >= 5 && words.every((word) => offered.has(word)))) return passphrase;
  const left = passphrase.replaceAll(/[\p{L}’']+/gu, (word) => (filler.has(word.toLowerCase()) ? "" : word));
  return left.replaceAll(/\s+/g, " ").trim();
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}]/gu, "");
}
