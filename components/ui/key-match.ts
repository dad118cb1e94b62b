/** The parts of a keyboard event that say which key it is. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** True when a shortcut is held with Ctrl or Cmd, and so cannot be confused with typing. */
export function hasCommandModifier(step: string): boolean {
  return step.startsWith('Mod+');
}

/**
 * Whether a press is the key that a shortcut names: `j`, `?`, `Enter`, `Shift+x`, `Mod+k`.
 * Letters ignore caps lock; signs such as `?` need no `Shift+`, wherever a keyboard has them.
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
