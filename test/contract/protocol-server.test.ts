import { describe } from 'vitest';
import { describeContract } from './describe-contract';

// The SDK, in a session whose account has other defaults than Snowflake's.
describe('the warehouse contract, on the protocol server', () =>
  describeContract('protocol-server'));
