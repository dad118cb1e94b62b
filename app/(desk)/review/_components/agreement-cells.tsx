import { formatNumber } from '@/components/ui/format';
import { Td, Th } from '@/components/ui/table';
import type { Calibration } from '@/lib/review/get-calibration';
import { Share } from './share';

/** The headings of what a row of verdicts came to. */
export function AgreementHeads() {
  return (
    <>
      <Th end>Decided</Th>
      <Th end>Agreed, kept back</Th>
      <Th end>Agreed, shown</Th>
      <Th end>Reassign not accepted, kept back</Th>
      <Th end>… shown</Th>
    </>
  );
}

/** What a row of verdicts came to, apart for those that were kept back until decided. */
export function AgreementCells({
  seen,
  blind,
}: Pick<Calibration['byWeek'][number], 'seen' | 'blind'>) {
  return (
    <>
      <Td end>{formatNumber(seen.total + blind.total)}</Td>
      {[blind.agreed, seen.agreed, blind.reassignSetAside, seen.reassignSetAside].map(
        (part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row never change places
          <Td key={at} end>
            <Share part={part} />
          </Td>
        ),
      )}
    </>
  );
}
