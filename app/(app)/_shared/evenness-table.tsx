import { Table, Td, Th } from '@/components/table/table';
import { formatFixed } from '@/components/ui/format';
import { Skeleton } from '@/components/ui/skeleton';
import { type Dimension, dimensions, type Evenness } from '@/lib/engine/types';
import { dimensionLabels } from '@/lib/runs/labels';
import { EvennessBadge } from './evenness-badge';

/** How evenly each dimension lies on some CSMs; the places of the figures while they are read. */
export function EvennessTable({
  title,
  spread,
  filled,
}: {
  readonly title: string;
  readonly spread: Readonly<Record<Dimension, Evenness>> | null;
  /** The same of the shares of capacity. */
  readonly filled: Evenness | null;
}) {
  const rows = [
    ...dimensions.map((each) => ({ name: dimensionLabels[each], of: spread?.[each] ?? null })),
    { name: 'Share of capacity', of: filled },
  ];
  return (
    <div className="min-w-0">
      <h3 className="text-sm font-medium">{title}</h3>
      <Table label={title} className="min-w-[24rem]">
        <thead>
          <tr>
            <Th>Dimension</Th>
            <Th>CV</Th>
            <Th end>Gini</Th>
            <Th end>Largest over mean</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of }) => (
            <tr key={name}>
              <th
                scope="row"
                className="border-b border-line px-3 py-2 font-normal whitespace-nowrap"
              >
                {name}
              </th>
              {of ? <EvennessCells {...of} /> : <SkeletonCells />}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function EvennessCells({ cv, gini, maxOverMean }: Evenness) {
  return (
    <>
      <Td className="whitespace-nowrap">
        <span className="inline-block w-16 tabular-nums">{`${formatFixed(cv, 1)} %`}</span>
        <EvennessBadge cv={cv} />
      </Td>
      <Td end>{formatFixed(gini, 3)}</Td>
      <Td end>{formatFixed(maxOverMean, 2)}</Td>
    </>
  );
}

function SkeletonCells() {
  return (
    <>
      <Td>
        <Skeleton className="h-5 w-28" />
      </Td>
      <Td end>
        <Skeleton className="ml-auto h-5 w-10" />
      </Td>
      <Td end>
        <Skeleton className="ml-auto h-5 w-10" />
      </Td>
    </>
  );
}
