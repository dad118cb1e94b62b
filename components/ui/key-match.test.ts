import { describe, expect, test } from 'vitest';
import { matchesKey } from './key-match';
import { matchesAllWords } from './search-match';

function press(
  key: string,
  held: Partial<Record<'shift' | 'ctrl' | 'meta' | 'alt', boolean>> = {},
) {
  const { shift = false, ctrl = false, meta = false, alt = false } = held;
  return { key, shiftKey: shift, ctrlKey: ctrl, metaKey: meta, altKey: alt };
}

describe('a shortcut', () => {
  test('is its letter, caps lock or not', () => {
    expect(matchesKey('j', press('j'))).toBe(true);
    expect(matchesKey('j', press('J'))).toBe(true);
    expect(matchesKey('j', press('k'))).toBe(false);
  });

  test('rests while another modifier is held', () => {
    expect(matchesKey('a', press('a', { ctrl: true }))).toBe(false);
    expect(matchesKey('a', press('a', { meta: true }))).toBe(false);
    expect(matchesKey('a', press('a', { alt: true }))).toBe(false);
    expect(matchesKey('x', press('X', { shift: true }))).toBe(false);
  });

  test('with Shift needs it', () => {
    expect(matchesKey('Shift+x', press('X', { shift: true }))).toBe(true);
    expect(matchesKey('Shift+x', press('x'))).toBe(false);
  });

  test('that is a sign may need Shift on this keyboard or not', () => {
    expect(matchesKey('?', press('?', { shift: true }))).toBe(true);
    expect(matchesKey('?', press('?'))).toBe(true);
  });

  test('with a name is that key alone', () => {
    expect(matchesKey('Enter', press('Enter'))).toBe(true);
    expect(matchesKey('Enter', press('Enter', { shift: true }))).toBe(false);
  });

  test('of the platform is Ctrl or Cmd', () => {
    expect(matchesKey('Mod+k', press('k', { ctrl: true }))).toBe(true);
    expect(matchesKey('Mod+k', press('k', { meta: true }))).toBe(true);
    expect(matchesKey('Mod+k', press('k'))).toBe(false);
  });
});

test('a search finds names by any of their words, whatever case and accents', () => {
  expect(matchesAllWords('José Ávila', 'jose')).toBe(true);
  expect(matchesAllWords('José Ávila', 'avi JO')).toBe(true);
  expect(matchesAllWords('José Ávila', 'jos x')).toBe(false);
});
