import 'server-only';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Context } from '@/lib/server/context';
import type { NotificationEvent } from '@/lib/server/env-notify';
import { claimInTransaction } from '@/lib/warehouse/sql/locks';
import { insertNotification, notifiedSubjects } from '@/lib/warehouse/sql/notifications';
import type { Session } from '@/lib/warehouse/types';
import type { Message } from './message';

/** The name of the transaction that adds a notification. */
export const CLAIM = 'notifications.claim';

/** Something to notify people about. */
interface Occurrence {
  readonly event: NotificationEvent;
  /** What it is about, such as the ids of runs. */
  readonly subjects: readonly string[];
  /** Subjects of notifications since then are left out. */
  readonly since: Date;
  /** Writes the message about the subjects that are left. It may be called again with fewer. */
  readonly write: (subjects: readonly string[]) => Message | Promise<Message>;
}

const subjectList = z.array(z.string());

/**
 * Adds a notification about those of the subjects that nobody was notified about. Of several servers, one
 * adds it. `deliverPending` sends it.
 * @returns its id; null if no subject is left
 */
export async function claimNotification(
  ctx: Pick<Context, 'warehouse' | 'now'>,
  { event, subjects, since, write }: Occurrence,
): Promise<string | null> {
  const findNew = async (reader: Pick<Session, 'read'>) => {
    const rows = await reader.read(notifiedSubjects(event, since));
    const known = new Set(rows.flatMap((row) => subjectList.parse(JSON.parse(row.subjects))));
    return subjects.filter((subject) => !known.has(subject));
  };
  if (subjects.length === 0) return null;
  const id = uuid();
  for (;;) {
    const expected = await findNew(ctx.warehouse);
    if (expected.length === 0) return null;
    // Before the transaction, which others wait for.
    const message = JSON.stringify(await write(expected));
    const isAdded = await ctx.warehouse.transaction(CLAIM, async (session) => {
      // Servers that notify concurrently wait for each other here.
      await session.write(claimInTransaction('notifications', id));
      const found = JSON.stringify(await findNew(session));
      // Another server notified about some of them meanwhile.
      if (found !== JSON.stringify(expected)) return false;
      await session.write(
        insertNotification({ id, event, subjects: found, message, at: ctx.now() }),
      );
      return true;
    });
    if (isAdded) return id;
  }
}
