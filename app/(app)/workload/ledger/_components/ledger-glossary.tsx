import { Panel } from '@/components/ui/page-layout';
import { causeLabels } from '@/lib/analytics/ledger/labels';

const glossary = [
  {
    term: 'Share',
    text: 'What active CSMs received in the date range, shared by capacity among the active CSMs who may take the account. A CSM who takes several classes shares in each with a part of their capacity. Red accounts are shared among CSMs with the desired tenure or with unknown tenure, if the class has any.',
  },
  {
    term: 'Intake by class',
    text: 'The share minus what the CSM’s capacity alone would give of everything received. Positive if the classes they take had much intake for the capacity there. It is not part of the amount above the share: a CSM can’t receive accounts of a class they don’t take.',
  },
  {
    term: causeLabels.engine,
    text: 'Accepted recommendations, compared with the CSM’s expected share of each run among the CSMs who were available. The engine chose them, or others, as the best fit.',
  },
  {
    term: causeLabels.override,
    text: 'Accounts that managers gave to the CSM instead of the recommended CSM, compared with the share of all overrides.',
  },
  {
    term: causeLabels.outside,
    text: 'Accounts assigned without a recommendation of this CSM, compared with the share of all such accounts.',
  },
  {
    term: causeLabels.unavailable,
    text: 'Accounts placed while the CSM was cooling, on leave, over the weekly limit, or not here yet. For the other CSMs: what they received instead.',
  },
] as const;

/** Defines the ledger's terms. */
export function LedgerGlossary() {
  return (
    <Panel title="How to read this">
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_1fr]">
        {glossary.map(({ term, text }) => (
          <div key={term} className="contents">
            <dt className="font-medium">{term}</dt>
            <dd className="max-w-prose text-ink-muted max-sm:pb-1">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 max-w-prose text-sm text-ink-muted">
        The four causes add up to the amount above the share. Each cause adds up to zero over all
        CSMs: what some receive on top, others receive less. Amounts are those at the time of the
        recommendation and count on the day it was made.
      </p>
    </Panel>
  );
}
