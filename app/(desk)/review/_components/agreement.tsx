import { formatNumber, formatShare } from '@/components/ui/format';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, Td, Th } from '@/components/ui/table';
import { type Agreement, fewestForShare, likelyRange, type Part } from '@/lib/review/calibration';
import { verdicts } from '@/lib/review/types';
import { verdictWords } from '@/lib/review/words';

const outcomes = [
  { verb: 'accept', name: 'Accepted' },
  { verb: 'override', name: 'Overridden' },
  { verb: 'reject', name: 'Rejected' },
] as const;

// So that all four columns are seen at once on a telephone.
const narrow = 'max-sm:px-1.5';

/** Verdicts against decisions, and what follows from them; the places of both while they are read. */
export function AgreementOf({
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
            <Th className={narrow}>Claude said</Th>
            {outcomes.map(({ verb, name }) => (
              <Th key={verb} end className={narrow}>
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {verdicts.map((verdict) => (
            <tr key={verdict}>
              <th scope="row" className="border-b border-line px-3 py-2 font-normal max-sm:px-1.5">
                {verdictWords[verdict].name}
              </th>
              {outcomes.map(({ verb }) => (
                <Td key={verb} end className={narrow}>
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
  readonly partOf: (agreement: Agreement) => Part;
  readonly said: string;
}[] = [
  {
    name: 'Agreement',
    partOf: ({ agreed }) => agreed,
    said: 'approvals and reassignments agreed with what the manager did.',
  },
  {
    name: 'Precision of reassign',
    partOf: ({ reassignSetAside }) => reassignSetAside,
    said: 'recommendations that Claude would reassign were not accepted.',
  },
  {
    name: 'Suggestions',
    partOf: ({ toSuggestion }) => toSuggestion,
    said: 'overrides with a suggestion went to the CSM that Claude suggested.',
  },
  {
    name: 'Caution, counted apart',
    partOf: ({ cautionSetAside }) => cautionSetAside,
    said: 'cautions were not accepted.',
  },
];

function sentence({ count, of }: Part, said: string): string {
  if (of === 0) return 'None yet.';
  const cases = `${formatNumber(count)} of ${formatNumber(of)}`;
  return of < fewestForShare ? `${cases} ${said}` : `${formatShare(count / of)} (${cases}) ${said}`;
}

function caveat(part: Part): string {
  if (part.of === 0) return '';
  if (part.of < fewestForShare) return 'Too few to go by.';
  const [from = 0, to = 0] = likelyRange(part) ?? [];
  return `Likely between ${formatShare(from)} and ${formatShare(to)}.`;
}
