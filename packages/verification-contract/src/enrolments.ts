import type { EnrolmentOfferJson, EnrolmentProofJson, EnrolmentReplyJson } from '@tallystick/foundation';

/** An activation id in addresses and alarms: 32 lowercase hex digits, one spelling for each id. */
export const activationIdPattern = '^[0-9a-f]{32}$';

/** The two steps of an enrolment, as a payer terminal asks for them. */
export interface Enrolments {
  offerEnrolment(activationId: string): Promise<EnrolmentOfferJson>;
  completeEnrolment(activationId: string, proof: EnrolmentProofJson): Promise<EnrolmentReplyJson>;
}
