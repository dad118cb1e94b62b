import Link from 'next/link';
import { chanceSentence, shareText } from '@/app/(app)/_shared/agreement-text';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { periodHref, periods } from '@/app/(app)/reviews/search-params';
import { StaticTable } from '@/components/table/static-table';
import { classNames } from '@/components/ui/class-names';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { recommendationStateLabels } from '@/lib/decisions/labels';
import type { Agreement, AgreementByVisibility } from '@/lib/reviews/calibration';
import { verdictLabels } from '@/lib/reviews/labels';
import type { Verdict } from '@/lib/reviews/types';
import { MIN_CASES, type Proportion, wilsonInterval } from '@/lib/statistics';

/** Agreement between Claude and managers, separately for verdicts they saw and hidden ones. */
export async function AgreementPanel({
  calibration,
  weeks,
}: {
  readonly calibration: AgreementByVisibility;
  readonly weeks: number;
}) {
  const format = await currentFormat();
  return (
    <Panel
      title="Do managers agree with Claude?"
      actions={<PeriodLinks weeks={weeks} />}
      description="They agree if Claude approves and the manager accepts, or if Claude would reassign and the manager overrides or rejects. Cautions are counted separately; undone decisions don’t count. Kappa is agreement beyond chance: 1 is perfect, 0 is as often as verdicts at random."
    >
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
        <AgreementTable
          title="Verdicts hidden until the decision"
          description="Managers did not know these verdicts, so this agreement is independent."
          agreement={calibration.blind}
          format={format}
        />
        <AgreementTable
          title="Verdicts shown"
          description="Managers may have followed these verdicts, so this agreement may be too high."
          agreement={calibration.seen}
          format={format}
        />
      </div>
    </Panel>
  );
}

const outcomes = [
  { verb: 'accept', name: recommendationStateLabels.accepted },
  { verb: 'override', name: recommendationStateLabels.overridden },
  { verb: 'reject', name: recommendationStateLabels.rejected },
] as const;

// Fits all columns on a phone.
const NARROW_CELL = 'max-sm:px-1.5';
const VERDICT_CELL = `${NARROW_CELL} whitespace-nowrap`;

/** Verdicts by decision, and what follows from them. */
function AgreementTable({
  title,
  description,
  agreement,
  format,
}: {
  readonly title: string;
  readonly description: string;
  readonly agreement: Agreement;
  readonly format: Format;
}) {
  return (
    <div className="min-w-0">
      <h3 className="font-medium">{title}</h3>
      <p className="text-sm text-ink-muted">{description}</p>
      <StaticTable
        label={`${title}: verdicts and decisions`}
        className="mt-2 min-w-[18rem]"
        columns={[
          { id: 'verdict', label: 'Verdict', rowHeader: true, className: VERDICT_CELL },
          ...outcomes.map(({ verb, name }) => ({
            ...{ id: verb, label: name, align: 'end' as const, className: NARROW_CELL },
          })),
          { id: 'notAccepted', label: 'Not accepted', align: 'end', className: NARROW_CELL },
        ]}
        rows={(Object.keys(verdictLabels) as Verdict[]).map((verdict) => ({
          id: verdict,
          cells: {
            verdict: verdictLabels[verdict].name,
            ...Object.fromEntries(
              outcomes.map(({ verb }) => [verb, format.number(agreement.matrix[verdict][verb])]),
            ),
            notAccepted: shareText(agreement.notAccepted[verdict], format),
          },
        }))}
        footer={{
          verdict: 'All',
          ...Object.fromEntries(
            outcomes.map(({ verb }) => [verb, format.number(sumOf(agreement, verb))]),
          ),
          notAccepted: shareText(agreement.notAccepted.all, format),
        }}
      />
      <p className="mt-3 font-medium">{chanceSentence(agreement.chance, format)}</p>
      <dl className="mt-3 flex flex-col gap-2 text-sm">
        {findings.map(({ name, partOf, text }) => {
          const part = partOf(agreement);
          return (
            <div key={name}>
              <dt className="text-xs text-ink-muted">{name}</dt>
              <dd>
                {part.of === 0 ? 'None yet.' : `${shareText(part, format)} ${text}`}{' '}
                <span className="text-ink-muted">{confidence(part, format)}</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

function sumOf({ matrix }: Agreement, verb: (typeof outcomes)[number]['verb']): number {
  return matrix.approve[verb] + matrix.caution[verb] + matrix.reassign[verb];
}

const findings: readonly {
  readonly name: string;
  readonly partOf: (agreement: Agreement) => Proportion;
  readonly text: string;
}[] = [
  {
    name: 'Agreement',
    partOf: ({ agreed }) => agreed,
    text: 'approvals and reassignments agreed with the decision.',
  },
  {
    name: 'Suggested CSM',
    partOf: ({ toSuggestion }) => toSuggestion,
    text: 'overrides with a suggestion went to the suggested CSM.',
  },
];

/** The 95% confidence interval of a share. */
function confidence(part: Proportion, format: Format): string {
  if (part.of === 0) return '';
  if (part.of < MIN_CASES) return 'Too few for a percentage.';
  const [from = 0, to = 0] = wilsonInterval(part) ?? [];
  return `Likely between ${format.percent(from)} and ${format.percent(to)}.`;
}

/** Links that select the period. */
export function PeriodLinks({ weeks }: { readonly weeks: number }) {
  return (
    <nav aria-label="Period" className="flex gap-1 text-sm">
      {periods.map((period) => {
        const isCurrent = period.weeks === weeks;
        return (
          <Link
            key={period.weeks}
            href={periodHref(period.weeks)}
            prefetch={false}
            scroll={false}
            aria-current={isCurrent ? 'true' : undefined}
            className={classNames(
              'rounded-md px-2 py-1',
              isCurrent
                ? 'bg-accent-soft font-medium text-accent-ink'
                : 'text-ink-muted hover:bg-hover',
            )}
          >
            {period.name}
          </Link>
        );
      })}
    </nav>
  );
}
