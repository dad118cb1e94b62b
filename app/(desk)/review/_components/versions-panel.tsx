import { formatNumber } from '@/components/ui/format';
import { Table, Td, Th } from '@/components/ui/table';
import type { Calibration } from '@/lib/review/get-calibration';
import { Panel } from '../../runs/_components/panel';
import { Share } from './share';

/** Agreement by model and prompt, so that a change of either can be judged. */
export function VersionsPanel({ versions }: { readonly versions: Calibration['byVersion'] }) {
  return (
    <Panel title="By model and prompt version" flush>
      <Table label="Agreement by model and prompt version" className="min-w-[44rem]">
        <thead>
          <tr>
            <Th>Model</Th>
            <Th end>Prompt</Th>
            <Th end>Decided</Th>
            <Th end>Agreed, kept back</Th>
            <Th end>Agreed, shown</Th>
            <Th end>Reassign not accepted, kept back</Th>
            <Th end>… shown</Th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ model, promptVersion, seen, blind }) => (
            <tr key={`${model} ${promptVersion}`}>
              <Td className="whitespace-nowrap">{model}</Td>
              <Td end>{promptVersion}</Td>
              <Td end>{formatNumber(seen.total + blind.total)}</Td>
              <Td end>
                <Share part={blind.agreed} />
              </Td>
              <Td end>
                <Share part={seen.agreed} />
              </Td>
              <Td end>
                <Share part={blind.reassignSetAside} />
              </Td>
              <Td end>
                <Share part={seen.reassignSetAside} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
