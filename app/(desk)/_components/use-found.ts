'use client';

import { useEffect, useState } from 'react';
import type { FoundSection, PaletteSource } from './command-palette';

const nothing: readonly FoundSection[] = [];
const pause = 180;
const least = 2;

/** Searches as somebody types: after a pause, and never showing an answer to an older question. */
export function useFound(source: PaletteSource | undefined) {
  const [text, search] = useState('');
  const [answer, setAnswer] = useState({ text: '', found: nothing, failed: false });
  const asked = source && text.trim().length >= least ? text.trim() : '';

  useEffect(() => {
    if (!source || !asked) return;
    let current = true;
    const timer = setTimeout(() => {
      source(asked)
        .then((found) => ({ text: asked, found, failed: false }))
        .catch(() => ({ text: asked, found: nothing, failed: true }))
        .then((next) => current && setAnswer(next));
    }, pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [source, asked]);

  const settled = answer.text === asked;
  return {
    search,
    found: asked ? answer.found : nothing,
    status: !asked
      ? undefined
      : !settled
        ? 'Searching…'
        : answer.failed
          ? 'The search did not work. Try again in a moment.'
          : undefined,
  };
}
