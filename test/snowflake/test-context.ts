import { randomUUID } from 'node:crypto';
import { defaultPolicy } from '@/lib/policy/policy';
import { setUp } from '@/lib/warehouse/schema/setup';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { Warehouse } from '@/lib/warehouse/types';
import { monday, type TestContext, testContextOn } from '@/test/support/test-context';
import type { PlannedSnowflakeFault, SnowflakeFault } from './faults';
import type { SnowflakeRequest } from './requests';
import type { SnowflakeServer } from './server';

/** A desk in an account of its own at a server of the tests. */
export interface SnowflakeTestContext extends TestContext {
  readonly account: string;
  /** Opens another pool of sessions on the same account, as another process of ours would. */
  openSecondPool(): Promise<Warehouse>;
  /** Plans what happens to one of the statements from now on, 0 being the next. */
  faultAtStatement(position: number, happening: SnowflakeFault): PlannedSnowflakeFault;
  /** Plans what happens to every statement from that one on. */
  faultFromStatement(position: number, happening: SnowflakeFault): PlannedSnowflakeFault;
}

/** Opens a desk through our driver; whoever opens pools beside it closes them. */
export async function openSnowflakeContext(server: SnowflakeServer): Promise<SnowflakeTestContext> {
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
    return (request: SnowflakeRequest) => isStatement(request, account) && fits(next++);
  };
  return {
    ...testContextOn({ warehouse, dispose: () => warehouse.close() }),
    account,
    openSecondPool: open,
    faultAtStatement: (position, happening) =>
      server.faults.plan({ when: counted((at) => at === position), do: happening }),
    faultFromStatement: (position, happening) =>
      server.faults.plan({
        when: counted((at) => at >= position),
        do: happening,
        times: Number.POSITIVE_INFINITY,
      }),
  };
}

/** Whether this is a statement of the account, asked for the first time. */
function isStatement(
  { kind, account, attempt, isSetting }: SnowflakeRequest,
  wanted: string,
): boolean {
  return kind === 'query' && account === wanted && attempt === 1 && !isSetting;
}
