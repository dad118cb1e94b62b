import { describe } from 'vitest';
import { backend } from '@/test/support/test-warehouse';
import { describeContract } from './describe-contract';

// The SDK, in a session whose account has other defaults than Snowflake's.
describe.skipIf(backend !== 'duckdb')('the warehouse contract, on the protocol server', () =>
  describeContract('protocol-server'),
);
