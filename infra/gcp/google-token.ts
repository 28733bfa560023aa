import type { OAuth2Client } from "google-auth-library";

/** Where Google publishes the certificates of its signing keys. */
const CERTIFICATES = "https://www.googleapis.com/oauth2/v1/certs";

/** Claims of a token that Google signed, as Pub/Sub's pushes carry. */
export interface GoogleClaims {
  /** Of the service account; undefined where Google has not verified it. */
  readonly email?: string | undefined;
}

/**
 * Checks signature, issuer and time of tokens; the keys are fetched once and kept as long as their
 * answer allows. The audience is the platform's to check: it lets only pushes for its own address in.
 * @param certificates address of the signing keys, which tests replace.
 */
export function googleTokenVerifier(
  certificates = CERTIFICATES,
): (token: string) => Promise<GoogleClaims> {
  let loading: Promise<OAuth2Client> | undefined;
  const load = async () => {
    const { OAuth2Client } = await import("google-auth-library");
    return new OAuth2Client({ endpoints: { oauth2FederatedSignonPemCertsUrl: certificates } });
  };
  return async (idToken) => {
    loading ??= load();
    const ticket = await (await loading).verifyIdToken({ idToken });
    const payload = ticket.getPayload();
    return { email: payload?.email_verified ? payload.email : undefined };
  };
}
