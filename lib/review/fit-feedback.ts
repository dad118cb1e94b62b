/** What the data team's llm_feedback column holds: VARCHAR(500). */
export const mostCharacters = 500;
const mostSentences = 2;

// Dots that end no sentence: "St. Mary", "J. Doe", "e.g. a hotel", "No. 4".
const abbreviation =
  /(?:^|[\s("“])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|No|vs|etc|approx|incl|Inc|Ltd|Co|Corp|e\.g|i\.e)\.$/iu;
const sentenceEnd = /[.!?…]+["”’)\]]*(?=\s|$)/gu;

/** The sentences of a text in one line, each with its stop. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const { 0: stop, index } of text.matchAll(sentenceEnd)) {
    const end = index + stop.length;
    const sentence = text.slice(start, end).trim();
    const goesOn = end < text.length && abbreviation.test(sentence);
    if (goesOn || sentence === '') continue;
    sentences.push(sentence);
    start = end;
  }
  const rest = text.slice(start).trim();
  return rest === '' ? sentences : [...sentences, rest];
}

/**
 * Feedback in one line, of at most two sentences and 500 characters: whole sentences as long as one
 * fits, else cut after a word. Control characters and those that reorder text are taken out.
 */
export function fitFeedback(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const [first = '', ...others] = sentencesOf(line);
  const both = [first, ...others.slice(0, mostSentences - 1)].join(' ');
  if (both.length <= mostCharacters) return both;
  return first.length <= mostCharacters ? first : cutAfterWord(first);
}

function cutAfterWord(text: string): string {
  const most = mostCharacters - 1;
  const room = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  const blank = room.lastIndexOf(' ');
  // Text without blanks is cut where the room ends.
  const cut = blank > most / 2 ? room.slice(0, blank) : room;
  // A stop left in the middle would count as the end of a further sentence.
  return `${cut.replace(/[\s.!?…]+$/u, '')}…`;
}
