/** Why a browser gave no passkey: `cancelled` also when it has none; `known`: it holds one for this account already. */
export type PasskeyNo = 'cancelled' | 'known' | 'failed';

type Descriptor = { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] };

/** Options as the server sends them: binary values in base64url. */
export type SignInOptions = {
  challenge: string;
  rpId: string;
  timeout: number;
  userVerification: UserVerificationRequirement;
  allowCredentials?: Descriptor[];
};

/** As `SignInOptions`, for a new passkey. */
export type AddOptions = Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Descriptor[];
};

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function textOf(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

const listOf = (list: Descriptor[] | undefined) => list?.map((one) => ({ ...one, id: bytesOf(one.id) })) ?? [];

/** Whether this browser can hold passkeys. */
export const hasPasskeys = () => typeof PublicKeyCredential === 'function' && 'credentials' in navigator;

/** Asks the device for a passkey of this site; its answer in the JSON form of WebAuthn Level 3, section 5.1. */
export async function showPasskey(options: SignInOptions): Promise<object | PasskeyNo> {
  return answered(async () => {
    const found = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytesOf(options.challenge),
        allowCredentials: listOf(options.allowCredentials),
      },
    });
    if (!(found instanceof PublicKeyCredential) || !(found.response instanceof AuthenticatorAssertionResponse))
      return null;
    const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
    return outer(found, {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      userHandle: textOf(userHandle),
    });
  });
}

/** Has the device make a passkey for this site; its answer in the JSON form of WebAuthn Level 3, section 5.1. */
export async function makePasskey(options: AddOptions): Promise<object | PasskeyNo> {
  return answered(async () => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytesOf(options.challenge),
        user: { ...options.user, id: bytesOf(options.user.id) },
        excludeCredentials: listOf(options.excludeCredentials),
      },
    });
    if (!(made instanceof PublicKeyCredential) || !(made.response instanceof AuthenticatorAttestationResponse))
      return null;
    return outer(made, {
      clientDataJSON: textOf(made.response.clientDataJSON),
      attestationObject: textOf(made.response.attestationObject),
      transports: made.response.getTransports(),
    });
  });
}

function outer(credential: PublicKeyCredential, response: object): object {
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function answered(ask: () => Promise<object | null>): Promise<object | PasskeyNo> {
  try {
    return (await ask()) ?? 'failed';
  } catch (fault) {
    const name = fault instanceof DOMException ? fault.name : '';
    return name === 'InvalidStateError'
      ? 'known'
      : name === 'NotAllowedError' || name === 'AbortError'
        ? 'cancelled'
        : 'failed';
  }
}
