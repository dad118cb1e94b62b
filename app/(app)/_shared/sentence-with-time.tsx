import { Time } from '@/components/ui/time';
import type { Sentence } from '@/lib/engine/describe';

/** A sentence from the engine, completed with its time in the reader's time zone. */
export function SentenceWithTime({ sentence: { text, until } }: { readonly sentence: Sentence }) {
  return (
    <>
      {text}
      {until !== null && (
        <>
          {' '}
          <Time at={until} show="clock" />
        </>
      )}
      .
    </>
  );
}
