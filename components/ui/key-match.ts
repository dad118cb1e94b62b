/** The part of a keyboard event that identifies the key. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Whether a shortcut needs Ctrl or Cmd, so that it works while typing. */
export function hasCommandModifier(step: string): boolean {
  return step.startsWith('Mod+');
}

/**
 * Whether a key press matches a shortcut step: `j`, `?`, `Enter`, `Shift+x`, `Mod+k`. Letters ignore
 * Caps Lock. Symbols such as `?` match with or without Shift, because keyboard layouts differ.
 */
export function matchesKey(step: string, press: KeyPress): boolean {
  const name = step.replace(/^(Mod|Shift)\+/, '');
  const command = press.ctrlKey || press.metaKey;
  if (press.altKey || command !== hasCommandModifier(step)) return false;
  const isLetter = /^[a-z]$/i.test(name);
  if (!isLetter) {
    const needsShift = name.length > 1 && press.shiftKey !== step.startsWith('Shift+');
    return !needsShift && press.key === name;
  }
  if (press.shiftKey !== step.startsWith('Shift+')) return false;
  return press.key.toLowerCase() === name.toLowerCase();
}
