import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type RawConnection } from './raw-connection';
import type { SnowflakeRequest } from './requests';
import { type SnowflakeServer, startSnowflakeServer } from './server';

let server: SnowflakeServer;
let session: RawConnection;

beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());

beforeEach(async () => {
  session = await connect(server);
  await session.execute('CREATE OR REPLACE TABLE T (N NUMBER)');
  server.clearRequests();
});
afterEach(() => server.faults.clear());

const insert = 'INSERT INTO T VALUES (1)';
const isInsert = ({ sql }: SnowflakeRequest) => sql === insert;
const endless = 'SELECT COUNT(*) FROM range(100000000) AS A, range(100000000) AS B';
const count = async () => {
  const { rows } = await session.execute('SELECT COUNT(*) AS N FROM T');
  return rows[0]?.N;
};

describe('a statement that takes long', () => {
  it('is answered as in progress, and its result is fetched from where it will be', async () => {
    server.faults.plan({ when: isInsert, do: 'answer-in-progress' });
    expect(await session.change(insert)).toBe(1);
    const answered = server.requests().map(({ kind }) => kind);
    expect(answered).toEqual(['query', 'result', 'result']);
  });

  it('is in progress by itself once patience has run out', async () => {
    const impatient = await startSnowflakeServer({ patienceMs: 0 });
    const there = await connect(impatient);
    expect((await there.execute('SELECT SUM(range) AS N FROM range(1000000)')).rows).toHaveLength(
      1,
    );
    expect(impatient.requests().some(({ kind }) => kind === 'result')).toBe(true);
    await impatient.close();
  });

  it('stops when it is cancelled, in the middle of its work or before it', async () => {
    const running = session.start(endless);
    const held = server.faults.plan({ when: isInsert, do: 'hold' });
    const waiting = session.start(insert);
    await held.reached;
    await waiting.cancel();
    await expect(waiting.answered).rejects.toMatchObject({ code: '000604' });
    await running.cancel();
    await expect(running.answered).rejects.toMatchObject({ code: '000604', sqlState: '57014' });
    expect(await count()).toBe(0);
  });

  it('stops when it is cancelled by the id that it is in progress under', async () => {
    server.faults.plan({ do: 'answer-in-progress' });
    const fetched = server.faults.plan({ when: ({ kind }) => kind === 'result', do: 'hold' });
    const running = session.start(endless);
    await fetched.reached;
    await running.cancel();
    fetched.release();
    await expect(running.answered).rejects.toMatchObject({ code: '000604' });
    expect(server.requests().find(({ kind }) => kind === 'abort')?.requestId).toBeUndefined();
  });

  it('may be left to itself, asked about, and its result fetched later', async () => {
    const { statement } = await session.execute(insert, undefined, { asyncExec: true });
    const queryId = statement.getQueryId();
    await session.connection.getResultsFromQueryId({ queryId, sqlText: insert });
    expect(await session.connection.getQueryStatus(queryId)).toBe('SUCCESS');
    expect(await count()).toBe(1);
  });

  it('says so when there is nothing to cancel any more', async () => {
    const ended = session.start('SELECT 1');
    await ended.answered;
    await expect(ended.cancel()).rejects.toMatchObject({ code: '000605' });
  });

  it('stops by itself at STATEMENT_TIMEOUT_IN_SECONDS', async () => {
    const parameters = { STATEMENT_TIMEOUT_IN_SECONDS: 1 };
    const asked = session.execute(endless, undefined, { parameters });
    await expect(asked).rejects.toMatchObject({ code: '000630' });
  });
});

it('an idle session answers a heartbeat, and a closed one does not', async () => {
  expect(await session.connection.isValidAsync()).toBe(true);
  await session.close();
  expect(await session.connection.isValidAsync()).toBe(false);
});
