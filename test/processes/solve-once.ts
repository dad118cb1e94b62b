import { runJob } from '@/lib/engine-worker/run-job';
import { makeProblem } from '@/test/engine/builders';

const { status } = await runJob('solveRun', makeProblem());
console.log(status);
