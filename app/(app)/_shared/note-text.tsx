'use client';

import { useState } from 'react';
import { firstPart } from './first-part';

/** A note as its author typed it. A long one is shortened, with a button that shows all of it. */
export function NoteText({ children }: { readonly children: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const shortened = firstPart(children);
  return (
    <>
      {/* In the direction of its first letter, for right-to-left text. */}
      <p
        dir="auto"
        className="max-w-prose text-sm whitespace-pre-wrap text-ink-muted wrap-anywhere"
      >
        {shortened === null || isOpen ? children : `${shortened}…`}
      </p>
      {shortened !== null && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="min-h-6 text-xs font-medium text-accent-ink underline-offset-2 hover:underline"
        >
          {isOpen ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  );
}
