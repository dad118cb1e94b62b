import { describe, expect, test } from 'vitest';
import { matchesKey } from './key-match';

function press(
  key: string,
  held: Partial<Record<'shift' | 'ctrl' | 'meta' | 'alt', boolean>> = {},
) {
  const { shift = false, ctrl = false, meta = false, alt = false } = held;
  return { key, shiftKey: shift, ctrlKey: ctrl, metaKey: meta, altKey: alt };
}

describe('a shortcut', () => {
  test('matches its letter with or without Caps Lock', () => {
    expect(matchesKey('j', press('j'))).toBe(true);
    expect(matchesKey('j', press('J'))).toBe(true);
    expect(matchesKey('j', press('k'))).toBe(false);
  });

  test('does not match with other modifiers', () => {
    expect(matchesKey('a', press('a', { ctrl: true }))).toBe(false);
    expect(matchesKey('a', press('a', { meta: true }))).toBe(false);
    expect(matchesKey('a', press('a', { alt: true }))).toBe(false);
    expect(matchesKey('x', press('X', { shift: true }))).toBe(false);
  });

  test('with Shift requires Shift', () => {
    expect(matchesKey('Shift+x', press('X', { shift: true }))).toBe(true);
    expect(matchesKey('Shift+x', press('x'))).toBe(false);
  });

  test('that is a symbol matches with or without Shift', () => {
    expect(matchesKey('?', press('?', { shift: true }))).toBe(true);
    expect(matchesKey('?', press('?'))).toBe(true);
  });

  test('with a named key does not match with Shift', () => {
    expect(matchesKey('Enter', press('Enter'))).toBe(true);
    expect(matchesKey('Enter', press('Enter', { shift: true }))).toBe(false);
  });

  test('with Mod matches Ctrl or Cmd', () => {
    expect(matchesKey('Mod+k', press('k', { ctrl: true }))).toBe(true);
    expect(matchesKey('Mod+k', press('k', { meta: true }))).toBe(true);
    expect(matchesKey('Mod+k', press('k'))).toBe(false);
  });
});
