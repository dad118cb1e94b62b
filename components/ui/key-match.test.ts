import { describe, expect, test } from 'vitest';
import { isKey } from './key-match';
import { matches } from './search-match';

function press(
  key: string,
  held: Partial<Record<'shift' | 'ctrl' | 'meta' | 'alt', boolean>> = {},
) {
  const { shift = false, ctrl = false, meta = false, alt = false } = held;
  return { key, shiftKey: shift, ctrlKey: ctrl, metaKey: meta, altKey: alt };
}

describe('a shortcut', () => {
  test('is its letter, caps lock or not', () => {
    expect(isKey('j', press('j'))).toBe(true);
    expect(isKey('j', press('J'))).toBe(true);
    expect(isKey('j', press('k'))).toBe(false);
  });

  test('rests while another modifier is held', () => {
    expect(isKey('a', press('a', { ctrl: true }))).toBe(false);
    expect(isKey('a', press('a', { meta: true }))).toBe(false);
    expect(isKey('a', press('a', { alt: true }))).toBe(false);
    expect(isKey('x', press('X', { shift: true }))).toBe(false);
  });

  test('with Shift needs it', () => {
    expect(isKey('Shift+x', press('X', { shift: true }))).toBe(true);
    expect(isKey('Shift+x', press('x'))).toBe(false);
  });

  test('that is a sign may need Shift on this keyboard or not', () => {
    expect(isKey('?', press('?', { shift: true }))).toBe(true);
    expect(isKey('?', press('?'))).toBe(true);
  });

  test('with a name is that key alone', () => {
    expect(isKey('Enter', press('Enter'))).toBe(true);
    expect(isKey('Enter', press('Enter', { shift: true }))).toBe(false);
  });

  test('of the platform is Ctrl or Cmd', () => {
    expect(isKey('Mod+k', press('k', { ctrl: true }))).toBe(true);
    expect(isKey('Mod+k', press('k', { meta: true }))).toBe(true);
    expect(isKey('Mod+k', press('k'))).toBe(false);
  });
});

test('a search finds names by any of their words, whatever case and accents', () => {
  expect(matches('José Ávila', 'jose')).toBe(true);
  expect(matches('José Ávila', 'avi JO')).toBe(true);
  expect(matches('José Ávila', 'jos x')).toBe(false);
});
