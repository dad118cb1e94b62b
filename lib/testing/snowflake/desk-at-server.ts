import { randomUUID } from 'node:crypto';
import { type Desk, deskOn, monday } from '@/lib/testing/desk';
import { setUp } from '@/lib/warehouse/schema/set-up';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { Warehouse } from '@/lib/warehouse/types';
import { defaultPolicy } from '../../policy/policy';
import type { Happening, Planned } from './faults';
import type { Recorded } from './records';
import type { SnowflakeServer } from './start-snowflake';

/** A desk in an account of its own at a server of the tests. */
export interface DeskAtServer extends Desk {
  readonly account: string;
  /** Opens another pool of sessions on the same account, as another process of ours would. */
  another(): Promise<Warehouse>;
  /** Plans what happens to one of the statements from now on, 0 being the next. */
  atStatement(position: number, happening: Happening): Planned;
  /** Plans what happens to every statement from that one on. */
  fromStatement(position: number, happening: Happening): Planned;
}

/** Opens a desk through our driver; whoever opens pools beside it closes them. */
export async function openDeskAt(server: SnowflakeServer): Promise<DeskAtServer> {
  const account = `T${randomUUID().replaceAll('-', '').slice(0, 12)}`.toUpperCase();
  const { user, password } = server.credentials;
  const open = () =>
    openSnowflake({
      account,
      user,
      auth: { kind: 'password', password },
      database: 'DSV_WAREHOUSE',
      schema: 'DATA_SCIENCE',
      url: server.url,
      poolSize: 4,
    });
  const warehouse = await open();
  const policyJson = JSON.stringify(defaultPolicy);
  await setUp(warehouse, { now: monday, policyJson, dataTeam: 'create' });
  const counted = (fits: (position: number) => boolean) => {
    let next = 0;
    return (request: Recorded) => isStatement(request, account) && fits(next++);
  };
  return {
    ...deskOn({ warehouse, dispose: () => warehouse.close() }),
    account,
    another: open,
    atStatement: (position, happening) =>
      server.faults.next({ when: counted((at) => at === position), do: happening }),
    fromStatement: (position, happening) =>
      server.faults.next({
        when: counted((at) => at >= position),
        do: happening,
        times: Number.POSITIVE_INFINITY,
      }),
  };
}

/** Whether this is a statement of the account, asked for the first time. */
function isStatement({ kind, account, attempt, isSetting }: Recorded, wanted: string): boolean {
  return kind === 'query' && account === wanted && attempt === 1 && !isSetting;
}
