import { disableMember, disableMemberInput } from '@/lib/members/disable-member';
import { readJson, runRoute } from '@/lib/server/api';

/** Disables a member's access. Admins only. */
export function POST(request: Request): Promise<Response> {
  return runRoute('members.disable', request, disableMemberInput, readJson, disableMember);
}
