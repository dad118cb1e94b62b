import Link from 'next/link';
import { periodHref, periods } from '@/app/(app)/reviews/search-params';
import { Table, Td, Th } from '@/components/table/table';
import { classNames } from '@/components/ui/class-names';
import { formatNumber, formatPercent } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import {
  type Agreement,
  type AgreementByVisibility,
  MIN_SAMPLE_FOR_SHARE,
  type Proportion,
  wilsonInterval,
} from '@/lib/reviews/calibration';
import { verdictLabels } from '@/lib/reviews/labels';
import { verdicts } from '@/lib/reviews/types';

/** How far managers agreed, apart for verdicts they saw and verdicts kept back from them. */
export function AgreementPanel({
  calibration,
  weeks,
}: {
  /** Null while it is read. */
  readonly calibration: AgreementByVisibility | null;
  readonly weeks: number | undefined;
}) {
  return (
    <Panel
      title="Do managers agree with Claude?"
      aside={<PeriodLinks weeks={weeks} />}
      description="They agree where Claude approves and the manager accepts, or Claude would reassign and the manager overrides or rejects. Undone decisions do not count."
    >
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
        <AgreementTable
          title="Verdicts kept back until decided"
          description="Nobody could know these when deciding, so this agreement is independent."
          agreement={calibration?.blind ?? null}
        />
        <AgreementTable
          title="Verdicts that were shown"
          description="Managers may have followed these, which makes agreement look better than it is."
          agreement={calibration?.seen ?? null}
        />
      </div>
    </Panel>
  );
}

const outcomes = [
  { verb: 'accept', name: 'Accepted' },
  { verb: 'override', name: 'Overridden' },
  { verb: 'reject', name: 'Rejected' },
] as const;

// So that all four columns are seen at once on a telephone.
const NARROW_CELL = 'max-sm:px-1.5';

/** Verdicts against decisions, and what follows from them; the places of both while they are read. */
function AgreementTable({
  title,
  description,
  agreement,
}: {
  readonly title: string;
  readonly description: string;
  readonly agreement: Agreement | null;
}) {
  return (
    <div className="min-w-0">
      <h3 className="font-medium">{title}</h3>
      <p className="min-h-12 text-sm text-ink-muted">{description}</p>
      <Table label={`${title}: verdicts and decisions`} className="mt-2 min-w-[18rem]">
        <thead>
          <tr>
            <Th className={NARROW_CELL}>Claude said</Th>
            {outcomes.map(({ verb, name }) => (
              <Th key={verb} end className={NARROW_CELL}>
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {verdicts.map((verdict) => (
            <tr key={verdict}>
              <th scope="row" className="border-b border-line px-3 py-2 font-normal max-sm:px-1.5">
                {verdictLabels[verdict].name}
              </th>
              {outcomes.map(({ verb }) => (
                <Td key={verb} end className={NARROW_CELL}>
                  {agreement ? (
                    formatNumber(agreement.matrix[verdict][verb])
                  ) : (
                    <Skeleton className="ml-auto h-5 w-6" />
                  )}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <dl className="mt-3 flex flex-col gap-2 text-sm">
        {sentences.map(({ name, partOf, said }) => {
          const part = agreement && partOf(agreement);
          return (
            <div key={name}>
              <dt className="text-xs text-ink-muted">{name}</dt>
              <dd className="min-h-11">
                {part ? (
                  <>
                    {sentence(part, said)} <span className="text-ink-muted">{caveat(part)}</span>
                  </>
                ) : (
                  <Skeleton className="mt-1 h-4 w-3/4" />
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

const sentences: readonly {
  readonly name: string;
  readonly partOf: (agreement: Agreement) => Proportion;
  readonly said: string;
}[] = [
  {
    name: 'Agreement',
    partOf: ({ agreed }) => agreed,
    said: 'approvals and reassignments agreed with what the manager did.',
  },
  {
    name: 'Precision of reassign',
    partOf: ({ reassignNotAccepted: reassignSetAside }) => reassignSetAside,
    said: 'recommendations that Claude would reassign were not accepted.',
  },
  {
    name: 'Suggestions',
    partOf: ({ toSuggestion }) => toSuggestion,
    said: 'overrides with a suggestion went to the CSM that Claude suggested.',
  },
  {
    name: 'Caution, counted apart',
    partOf: ({ cautionNotAccepted: cautionSetAside }) => cautionSetAside,
    said: 'cautions were not accepted.',
  },
];

function sentence({ count, of }: Proportion, said: string): string {
  if (of === 0) return 'None yet.';
  const cases = `${formatNumber(count)} of ${formatNumber(of)}`;
  return of < MIN_SAMPLE_FOR_SHARE
    ? `${cases} ${said}`
    : `${formatPercent(count / of)} (${cases}) ${said}`;
}

function caveat(part: Proportion): string {
  if (part.of === 0) return '';
  if (part.of < MIN_SAMPLE_FOR_SHARE) return 'Too few to go by.';
  const [from = 0, to = 0] = wilsonInterval(part) ?? [];
  return `Likely between ${formatPercent(from)} and ${formatPercent(to)}.`;
}

/** The period that is looked at, and the ways to the others. */
export function PeriodLinks({ weeks }: { readonly weeks: number | undefined }) {
  return (
    <nav aria-label="Period" className="flex gap-1 text-sm">
      {periods.map((period) => {
        const here = period.weeks === weeks;
        return (
          <Link
            key={period.weeks}
            href={periodHref(period.weeks)}
            prefetch={false}
            scroll={false}
            aria-current={here ? 'true' : undefined}
            className={classNames(
              'rounded-md px-2 py-1',
              here ? 'bg-accent-soft font-medium text-accent-ink' : 'text-ink-muted hover:bg-hover',
            )}
          >
            {period.name}
          </Link>
        );
      })}
    </nav>
  );
}
