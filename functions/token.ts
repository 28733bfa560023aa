/** Reads the claims of a signed token; throws when it is not a valid one of Google's. */
export type VerifyToken = (token: string) => Promise<{ readonly email?: string | undefined }>;
