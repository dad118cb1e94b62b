/** Folds case and removes accents, so that "jose" finds "José". */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

const SEPARATORS = /[^\p{L}\p{N}]+/u;

/** How well a text matches: 0 if exactly, 1 at its start, 2 at the start of words, 3 anywhere. */
export type MatchRank = 0 | 1 | 2 | 3;

/**
 * Ranks what the user typed against the names of an item, or returns null if a typed word is in none
 * of them. Ignores case, accents, and the order of words.
 */
export function rankMatch(names: readonly string[], typed: string): MatchRank | null {
  const text = fold(typed.trim());
  const folded = names.map(fold);
  if (folded.includes(text)) return 0;
  if (folded.some((name) => name.startsWith(text))) return 1;
  const words = folded.flatMap((name) => name.split(SEPARATORS));
  const typedWords = text.split(/\s+/);
  if (typedWords.every((typedWord) => words.some((word) => word.startsWith(typedWord)))) return 2;
  return typedWords.every((typedWord) => folded.some((name) => name.includes(typedWord)))
    ? 3
    : null;
}

/**
 * The items that match what the user typed, best first; all of them if nothing was typed.
 * @param namesOf the names by which an item can be found
 */
export function rankedMatches<Item>(
  items: readonly Item[],
  typed: string,
  namesOf: (item: Item) => readonly string[],
): readonly { readonly item: Item; readonly rank: MatchRank }[] {
  if (!typed.trim()) return items.map((item) => ({ item, rank: 3 }));
  return items
    .flatMap((item) => {
      const rank = rankMatch(namesOf(item), typed);
      return rank === null ? [] : [{ item, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
}
