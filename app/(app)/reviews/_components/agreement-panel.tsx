import { chanceSentence, shareText } from '@/app/(app)/_shared/agreement-text';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import type { ListQuery } from '@/app/(app)/reviews/search-params';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { Agreement, Calibration } from '@/lib/analytics/reviews/get-calibration';
import { decisionStates, recommendationStateLabels } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import type { Verdict } from '@/lib/reviews/types';
import { MIN_CASES, type Proportion, wilsonInterval } from '@/lib/statistics';
import { CountLink, ShareLink } from './list-links';

/** Agreement between Claude and managers, separately for verdicts they saw and hidden ones. */
export async function AgreementPanel({
  calibration: { seen, blind, previous, period },
  scope,
}: {
  readonly calibration: Calibration;
  readonly scope: ScopeQuery;
}) {
  const format = await currentFormat();
  const before = `the ${format.count(period.days.length, 'day')} before`;
  return (
    <Panel
      title="Do managers agree with Claude?"
      description="They agree if Claude approves and the manager accepts, or if Claude would reassign and the manager overrides or rejects. Cautions are counted separately; undone decisions don’t count. Kappa is agreement beyond chance: 1 is perfect, 0 is as often as verdicts at random."
    >
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
        <AgreementTable
          title="Verdicts hidden until the decision"
          description="Managers did not know these verdicts, so this agreement is independent."
          agreement={blind}
          previous={previous.blind}
          before={before}
          scope={scope}
          format={format}
          visibility="hidden"
        />
        <AgreementTable
          title="Verdicts shown"
          description="Managers may have followed these verdicts, so this agreement may be too high."
          agreement={seen}
          previous={previous.seen}
          before={before}
          scope={scope}
          format={format}
          visibility="shown"
        />
      </div>
    </Panel>
  );
}

const verbs = ['accept', 'override', 'reject'] as const;

// Fits all columns on a phone.
const NARROW_CELL = 'max-sm:px-1.5';
const VERDICT_CELL = `${NARROW_CELL} whitespace-nowrap`;

/** Verdicts by decision, what follows from them, and how it was in the period before. */
function AgreementTable({
  title,
  description,
  agreement,
  previous,
  before,
  visibility,
  scope,
  format,
}: {
  readonly title: string;
  readonly description: string;
  readonly agreement: Agreement;
  readonly previous: Agreement;
  /** The name of the period before. */
  readonly before: string;
  readonly visibility: NonNullable<ListQuery['visibility']>;
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  const { matrix, notAccepted } = agreement;
  const listOf = (filter: Partial<ListQuery>) => ({
    list: { rows: 'reviewed', visibility, ...filter } as const,
    scope,
    format,
  });
  return (
    <div className="min-w-0">
      <h3 className="font-medium">{title}</h3>
      <p className="text-sm text-ink-muted">{description}</p>
      <StaticTable
        label={`${title}: verdicts and decisions`}
        className="mt-2 min-w-[18rem]"
        columns={[
          { id: 'verdict', label: 'Verdict', rowHeader: true, className: VERDICT_CELL },
          { id: 'notAccepted', label: 'Not accepted', align: 'end', className: NARROW_CELL },
          ...verbs.map((verb) => ({
            id: verb,
            label: recommendationStateLabels[decisionStates[verb]],
            align: 'end' as const,
            className: NARROW_CELL,
          })),
        ]}
        rows={(Object.keys(verdictLabels) as Verdict[]).map((verdict) => ({
          id: verdict,
          cells: {
            verdict: verdictLabels[verdict].name,
            ...Object.fromEntries(
              verbs.map((verb) => [
                verb,
                <CountLink
                  key={verb}
                  count={matrix[verdict][verb]}
                  {...listOf({ verdict, outcome: decisionStates[verb] })}
                />,
              ]),
            ),
            notAccepted: (
              <ShareLink
                share={notAccepted[verdict]}
                {...listOf({ verdict, outcome: 'not_accepted' })}
              />
            ),
          },
        }))}
        footer={{
          verdict: 'All',
          ...Object.fromEntries(
            verbs.map((verb) => [
              verb,
              <CountLink
                key={verb}
                count={sumOf(agreement, verb)}
                {...listOf({ outcome: decisionStates[verb] })}
              />,
            ]),
          ),
          notAccepted: (
            <ShareLink share={notAccepted.all} {...listOf({ outcome: 'not_accepted' })} />
          ),
        }}
      />
      <p className="mt-3 font-medium">{chanceSentence(agreement.chance, format)}</p>
      <dl className="mt-3 flex flex-col gap-2 text-sm">
        {findings.map(({ name, partOf, text, list }) => {
          const part = partOf(agreement);
          return (
            <div key={name}>
              <dt className="text-xs text-ink-muted">{name}</dt>
              <dd>
                {part.of === 0 ? (
                  'None yet.'
                ) : (
                  <>
                    <ShareLink share={part} {...listOf(list)} /> {text}
                  </>
                )}{' '}
                <span className="text-ink-muted">
                  {confidence(part, format)} {previousText(partOf(previous), before, format)}
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

function sumOf({ matrix }: Agreement, verb: (typeof verbs)[number]): number {
  return matrix.approve[verb] + matrix.caution[verb] + matrix.reassign[verb];
}

/** The same share in the period before. */
function previousText(part: Proportion, before: string, format: Format): string {
  return part.of === 0 ? `None in ${before}.` : `In ${before}: ${shareText(part, format)}.`;
}

const findings: readonly {
  readonly name: string;
  readonly partOf: (agreement: Agreement) => Proportion;
  readonly text: string;
  /** Selects the decisions that it counts. */
  readonly list: Partial<ListQuery>;
}[] = [
  {
    name: 'Agreement',
    partOf: ({ agreed }) => agreed,
    text: 'approvals and reassignments agreed with the decision.',
    list: { agreed: true },
  },
  {
    name: 'Suggested CSM',
    partOf: ({ toSuggestion }) => toSuggestion,
    text: 'overrides with a suggestion went to the suggested CSM.',
    list: { verdict: 'reassign', outcome: 'overridden', followed: true },
  },
];

/** The 95% confidence interval of a share. */
function confidence(part: Proportion, format: Format): string {
  if (part.of === 0) return '';
  if (part.of < MIN_CASES) return 'Too few for a percentage.';
  const [from = 0, to = 0] = wilsonInterval(part) ?? [];
  return `Likely between ${format.percent(from)} and ${format.percent(to)}.`;
}
