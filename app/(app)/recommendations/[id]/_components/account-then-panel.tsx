import type { ReactNode } from 'react';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { explainScore, Score } from '@/app/(app)/_shared/score';
import { Health } from '@/app/(app)/_shared/status-marks';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { DecisionRecord } from '@/lib/decisions/decision-record';

/** The recommendation with its score, and the account's figures as the run saw them. */
export function AccountThenPanel({
  record,
  format,
}: {
  readonly record: DecisionRecord;
  readonly format: Format;
}) {
  const { account, recommendedCsm, score, scoreWithinHours, isOurs } = record;
  const { segment, level, neediness, health, color, revenue, owner } = account;
  const unknown = <span className="text-ink-muted">unknown</span>;
  const facts: readonly [string, ReactNode][] = [
    ['Neediness', neediness === null ? unknown : format.fixed(neediness, 1)],
    [
      'Health',
      health === null && color === null ? (
        unknown
      ) : (
        <Health key="health" health={health} color={color} withWord />
      ),
    ],
    ['Revenue', revenue === null ? unknown : format.money(revenue)],
    ['Class', [segment, level].filter(Boolean).join(' · ') || unknown],
    ['Account ID', account.id],
    ['Owner at that time', ownerText(owner, isOurs)],
  ];
  return (
    <Panel title="Recommendation" description="The figures as they were when it was made.">
      <p className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0">
          <span className="text-sm text-ink-muted">Recommended CSM: </span>
          <span className="font-semibold">
            <CsmLink name={recommendedCsm} />
          </span>
        </span>
        <span className="shrink-0">
          <span className="text-sm text-ink-muted">Score </span>
          {score === null ? unknown : <Score value={score} />}
        </span>
      </p>
      <p className="mb-3 text-sm text-ink-muted">
        {isOurs
          ? explainScore(scoreWithinHours)
          : 'Another program made this recommendation and its score.'}
      </p>
      <DescriptionList columns="grid-cols-2 sm:grid-cols-3">
        {facts.map(([name, value]) => (
          <DescriptionItem key={name} name={name}>
            {value}
          </DescriptionItem>
        ))}
      </DescriptionList>
    </Panel>
  );
}

function ownerText(owner: string | null, isOurs: boolean): ReactNode {
  if (owner !== null) return <CsmLink name={owner} />;
  return isOurs ? 'None' : <span className="text-ink-muted">not recorded</span>;
}
