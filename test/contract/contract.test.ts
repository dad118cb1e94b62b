import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { describeContract } from './describe-contract';

describeOnEveryBackend('the warehouse contract', describeContract);
