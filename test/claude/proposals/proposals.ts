import { proposalsToApprove } from './approve';
import { proposalsToQuestion } from './caution';
import type { Proposal } from './proposal';
import { proposalsToReassign } from './reassign';

/** The set by which a prompt is judged: 24 proposals, a third for each verdict, each with its own id. */
export const proposals: readonly Proposal[] = [
  ...proposalsToApprove,
  ...proposalsToQuestion,
  ...proposalsToReassign,
].map((proposal, index) => ({
  ...proposal,
  account: { ...proposal.account, id: `ACC-${20_401 + index}` },
}));
