// Passkeys. A button says everything:
//   <button data-passkey="get | create" data-begin data-finish data-csrf data-problem data-name>
// `begin` answers {"publicKey": {…}, …}, binary fields in base64url, as webauthn-rs writes them.
// `finish` is sent {"credential": {…}} with whatever else `begin` answered (say, a state), and
// what stands in the field whose id is in data-name, as "name". It answers {"next": "/home"}.
// What goes wrong is said in the element whose id is in data-problem: what the server says, or
// data-text there; data-known when the device has a passkey already.
const toBytes = (text) => {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;
};
const toText = (buffer) => {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const readOptions = (options) => {
  const withBytes = (list) => list?.map((item) => ({ ...item, id: toBytes(item.id) }));
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.allowCredentials) read.allowCredentials = withBytes(options.allowCredentials);
  if (options.excludeCredentials) read.excludeCredentials = withBytes(options.excludeCredentials);
  return read;
};

const writeCredential = (credential) => {
  const response = {};
  const fields = [
    "attestationObject",
    "authenticatorData",
    "clientDataJSON",
    "signature",
    "userHandle",
  ];
  for (const field of fields) {
    if (credential.response[field]) response[field] = toText(credential.response[field]);
  }
  const transports = credential.response.getTransports?.();
  if (transports) response.transports = transports;
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    extensions: credential.getClientExtensionResults(),
  };
};

const post = async (address, csrf, body) => {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(read.detail ?? "");
  return read;
};

const use = async (button) => {
  const { passkey, begin, finish, csrf, name } = button.dataset;
  const label = name ? document.getElementById(name)?.value : undefined;
  const { publicKey, mediation, ...rest } = await post(begin, csrf, { name: label });
  const options = { publicKey: readOptions(publicKey) };
  const credential = await navigator.credentials[passkey](options);
  const body = { ...rest, name: label, credential: writeCredential(credential) };
  const { next } = await post(finish, csrf, body);
  location.assign(next ?? "/");
};

// What the server says is for people; what the browser says is for programmers.
const words = (error, { text, known }) => {
  if (error.name === "InvalidStateError" && known) return known;
  return error.name === "Error" && error.message ? error.message : text;
};

for (const button of document.querySelectorAll("[data-passkey]")) {
  const problem = document.getElementById(button.dataset.problem);
  if (!window.PublicKeyCredential) {
    button.hidden = true;
    continue;
  }
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    problem.hidden = true;
    try {
      await use(button);
    } catch (error) {
      problem.textContent = words(error, problem.dataset);
      problem.hidden = false;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
