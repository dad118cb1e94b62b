import { Panel } from '@/components/ui/panel';
import { causeNames } from '@/lib/analytics/ledger-words';

const words = [
  {
    term: 'Share',
    text: 'The CSM’s part of the capacity of all active CSMs, of all that they received in the period. Red accounts are shared among those with the tenure that one asks for, or of unknown tenure.',
  },
  {
    term: causeNames.engine,
    text: 'Accepted recommendations, beyond what the CSM could expect of each run by capacity among those who could receive: the engine took them, or others, for the best fit.',
  },
  {
    term: causeNames.override,
    text: 'What managers gave to the CSM where another was recommended, beyond the share of all overrides.',
  },
  {
    term: causeNames.outside,
    text: 'What was assigned without a recommendation of this CSM, beyond the share of all such.',
  },
  {
    term: causeNames.unavailable,
    text: 'What runs gave while the CSM was cooling, on leave, had received too much lately or was not yet here; and, for the others, what came to them instead.',
  },
] as const;

/** What the ledger's words mean. */
export function HowToRead() {
  return (
    <Panel title="How to read this">
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_1fr]">
        {words.map(({ term, text }) => (
          <div key={term} className="contents">
            <dt className="font-medium">{term}</dt>
            <dd className="max-w-prose text-ink-muted max-sm:pb-1">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 max-w-prose text-sm text-ink-muted">
        The four causes sum to what is beyond the share, and over all CSMs each sums to zero: what
        some carry more, others carry less. Amounts are those that a recommendation was made with,
        and count on the day it was made.
      </p>
    </Panel>
  );
}
