'use client';

import { toneSoft } from '@/components/ui/tone';
import type { Target } from '../queue-row';
import { FlagList } from './flag-list';

/** What speaks against the recommendation now. */
export function RecordFlags({ target }: { readonly target: Target }) {
  if (target.flags.length === 0) return null;
  return (
    <section
      aria-label="What speaks against it"
      className={`border-b border-line px-4 py-3 text-sm ${toneSoft.warn}`}
    >
      <FlagList {...target} />
    </section>
  );
}
