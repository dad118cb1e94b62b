/** C0 and C1 controls, and the characters that reverse the direction of text. */
const CONTROL = /[^\P{Cc}\n\t]|[\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Replaces characters that control a terminal with their code, such as `\u001b`: a name with an escape
 * sequence could recolor, overwrite, or hide other lines. Line breaks and tabs stay, and so JSON stays
 * the same JSON.
 */
export function terminalText(text: string): string {
  return text.replace(
    CONTROL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Prints text to standard output. Every command uses it, because any text may contain a name. */
export function print(text: string): void {
  console.log(terminalText(text));
}

/** Prints text to standard error. */
export function printError(text: string): void {
  console.error(terminalText(text));
}
