/** The longest text that is handed on: what the warehouse's own columns hold of a note. */
const mostCharacters = 200;

/**
 * One value as JSON that no text in it can leave: what could close the block, hide from a reader or
 * reorder what they see is written as an escape, and long texts are cut.
 */
export function asData(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? shortened(each) : each,
  ).replace(/[<>\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, escaped);
}

/** Lines of data between the delimiters that the prompt tells of. */
export function dataBlock(lines: readonly string[]): string {
  return ['<data>', ...lines, '</data>'].join('\n');
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= mostCharacters
    ? text
    : `${characters.slice(0, mostCharacters - 1).join('')}…`;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
