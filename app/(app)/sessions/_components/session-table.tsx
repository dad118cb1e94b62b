import { StaticTable } from '@/components/table/static-table';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import type { OwnSession } from '@/lib/members/own-sessions';
import { EndSessionsButton } from './end-sessions-button';

/** A person's sessions, with a button that ends each. */
export function SessionTable({ sessions }: { readonly sessions: readonly OwnSession[] }) {
  const others = sessions.filter(({ isCurrent }) => !isCurrent);
  return (
    <>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <StaticTable
          label="Your sessions"
          columns={[
            { id: 'device', label: 'Browser', rowHeader: true },
            { id: 'started', label: 'Signed in', className: 'max-sm:hidden' },
            { id: 'seen', label: 'Last seen' },
            { id: 'end', label: 'End', align: 'end' },
          ]}
          rows={sessions.map(({ id, device, startedAt, lastSeenAt, isCurrent }) => ({
            id,
            cells: {
              device: (
                <>
                  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <span className="[overflow-wrap:anywhere]">{device}</span>
                    {isCurrent && <Badge tone="accent">This browser</Badge>}
                  </span>
                  <span className="block text-xs text-ink-muted sm:hidden">
                    Signed in <Time at={startedAt} show="absolute" />
                  </span>
                </>
              ),
              started: <Time at={startedAt} show="absolute" />,
              seen: <Time at={lastSeenAt} />,
              end: !isCurrent && (
                <EndSessionsButton
                  sessions={{ id }}
                  label="End"
                  context={` session of ${device}`}
                />
              ),
            },
          }))}
        />
      </div>
      {others.length > 1 && (
        <div className="mt-3">
          <EndSessionsButton sessions="others" label="End all other sessions" />
        </div>
      )}
    </>
  );
}
