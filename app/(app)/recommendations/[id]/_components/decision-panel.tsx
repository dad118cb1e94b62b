import Link from 'next/link';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { queueRowHref, recommendationHref } from '@/app/(app)/_shared/links';
import { NoteText } from '@/app/(app)/_shared/note-text';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { DecisionRecord } from '@/lib/decisions/decision-record';
import { decisionReasonLabel, flagLabels } from '@/lib/decisions/labels';

type Decision = DecisionRecord['decisions'][number];

const linkClass = 'text-accent-ink underline underline-offset-2';

/** What was decided, by whom and why, with the undos; or why there is no decision. */
export function DecisionPanel({
  record,
  format,
}: {
  readonly record: DecisionRecord;
  readonly format: Format;
}) {
  const { decisions, decision } = record;
  return (
    <Panel title="Decision">
      {decision === null && <NoDecision record={record} />}
      {decisions.length > 0 && (
        <ol className="flex flex-col" aria-label="Newest first">
          {decisions.map((each) => (
            <li
              key={each.id}
              className="border-line py-2.5 not-first:border-t last:pb-0 first:pt-0"
            >
              <DecisionEntry
                decision={each}
                isUndone={each.verb !== 'undo' && each.id !== decision?.id}
                format={format}
              />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** Why no decision is in effect. */
function NoDecision({ record }: { readonly record: DecisionRecord }) {
  const { state, id, recommendedCsm, assignedOutside, supersededBy, decisions } = record;
  const hasUndo = decisions.length > 0;
  return (
    <p className={hasUndo ? 'mb-3' : undefined}>
      {state === 'pending' && (
        <>
          {'Not decided yet. Decide it '}
          <Link href={queueRowHref(id)} prefetch={false} className={linkClass}>
            in the queue
          </Link>
          .
        </>
      )}
      {assignedOutside !== null && (
        <>
          {assignedOutside === recommendedCsm ? 'Accepted' : 'The account went to '}
          {assignedOutside !== recommendedCsm && <CsmLink name={assignedOutside} />}
          {' outside the app, so who decided it and why is not recorded.'}
        </>
      )}
      {state === 'superseded' &&
        (supersededBy ? (
          <>
            {'Never decided: replaced by a '}
            <Link href={recommendationHref(supersededBy.id)} prefetch={false} className={linkClass}>
              recommendation of <bdi>{supersededBy.csm}</bdi>
            </Link>
            {', '}
            <Time at={supersededBy.at} show="absolute" />.
          </>
        ) : (
          'Never decided: the account was assigned in another way.'
        ))}
    </p>
  );
}

const verbLabels: Readonly<Record<Decision['verb'], string>> = {
  accept: 'Accepted',
  override: 'Overridden',
  reject: 'Rejected',
  undo: 'Undone',
};

function DecisionEntry({
  decision: { verb, csm, recommendedCsm, byName, at, reason, note, acknowledgedRules },
  isUndone,
  format,
}: {
  readonly decision: Decision;
  readonly isUndone: boolean;
  readonly format: Format;
}) {
  const rules = acknowledgedRules.map(
    (flag) => flagLabels[flag as keyof typeof flagLabels]?.name.toLowerCase() ?? flag,
  );
  return (
    <>
      <p>
        <span className="font-semibold">{verbLabels[verb]}</span>
        {verb === 'override' && csm && (
          <>
            {' to '}
            <CsmLink name={csm} />
          </>
        )}
        {verb === 'accept' && csm && csm !== recommendedCsm && (
          <>
            {' for '}
            <CsmLink name={csm} />
          </>
        )}
        {' by '}
        <bdi className="font-medium">{byName}</bdi>
        {', '}
        <Time at={at} show="absolute" />
        {isUndone && <span className="text-ink-muted"> · undone later</span>}
      </p>
      {reason && <p className="text-sm">{`Reason: ${decisionReasonLabel(reason)}`}</p>}
      {note && <NoteText>{note}</NoteText>}
      {rules.length > 0 && (
        <p className="text-sm text-warn">
          {`Overrode ${rules.length === 1 ? 'a rule' : 'rules'}: ${format.list(rules)}`}
        </p>
      )}
    </>
  );
}
