import Link from 'next/link';
import { Button, buttonClass } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import type { ImportReport } from '@/lib/accounts/import/import-sources';
import { NoteList } from './note-list';

/** What an import wrote, its notes, and where to go next. */
export function ImportedPanel({
  report: { accounts, csms, notes },
  onAgain,
}: {
  readonly report: ImportReport;
  readonly onAgain: () => void;
}) {
  const format = useFormat();
  return (
    <Panel title="Imported">
      <div role="status" className="flex flex-col gap-1">
        {accounts && (
          <p>
            {`Accounts: ${format.number(accounts.rows)}, of which ${format.number(accounts.needing)} ${accounts.needing === 1 ? 'needs' : 'need'} a CSM.`}
          </p>
        )}
        {csms && (
          <p>{`CSMs: ${format.number(csms.rows)}, of which ${format.number(csms.active)} ${csms.active === 1 ? 'is' : 'are'} active.`}</p>
        )}
      </div>
      {notes.length > 0 && (
        <div className="mt-4">
          <NoteList notes={notes} />
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        {accounts && accounts.needing > 0 && (
          <Link href="/runs?start=1" className={buttonClass('primary')}>
            Start a run
          </Link>
        )}
        <Link href="/diagnostics" className={buttonClass('secondary')}>
          Show diagnostics
        </Link>
        <Button onClick={onAgain}>Import another file</Button>
      </div>
    </Panel>
  );
}
