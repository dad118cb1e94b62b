import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import type { Calibration } from '@/lib/review/get-calibration';
import { AgreementCells, AgreementHeads } from './agreement-cells';

/** Agreement by model and prompt, so that a change of either can be judged. */
export function VersionsPanel({ versions }: { readonly versions: Calibration['byVersion'] }) {
  return (
    <Panel title="By model and prompt version" flush>
      <Table label="Agreement by model and prompt version" className="min-w-[44rem]">
        <thead>
          <tr>
            <Th>Model</Th>
            <Th end>Prompt</Th>
            <AgreementHeads />
          </tr>
        </thead>
        <tbody>
          {versions.map(({ model, promptVersion, seen, blind }) => (
            <tr key={`${model} ${promptVersion}`}>
              <Td className="whitespace-nowrap">{model}</Td>
              <Td end>{promptVersion}</Td>
              <AgreementCells seen={seen} blind={blind} />
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
