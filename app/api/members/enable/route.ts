import { enableMember, enableMemberInput } from '@/lib/members/enable-member';
import { readJson, runRoute } from '@/lib/server/api';

/** Enables a member's access. Admins only. */
export function POST(request: Request): Promise<Response> {
  return runRoute('members.enable', request, enableMemberInput, readJson, enableMember);
}
