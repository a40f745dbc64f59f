// An OpenID provider for tests: whoever types a name is that person. It says its address, and serves until it is ended.
import { randomUUID } from "node:crypto";
import Provider from "oidc-provider";

const PEOPLE = {
  anna: { name: "Anna Admin", email: "anna@shop.example", email_verified: true },
  ben: { name: "Ben", email: "ben@shop.example", email_verified: true },
  // An address that anybody may have typed.
  vera: { name: "Vera", email: "anna@shop.example", email_verified: false },
  // More than one cookie holds, and more than a line of a request may be long.
  gus: {
    name: "Gus",
    email: "gus@shop.example",
    email_verified: true,
    // As Entra names them; it leaves out more than 200.
    groups: Array.from({ length: 200 }, randomUUID),
  },
};

const findAccount = (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) });
const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "heatdash", client_secret: "secret", redirect_uris: ["http://127.0.0.1/oauth2callback"] }],
  claims: { email: ["email", "email_verified"], profile: ["name", "groups"] },
  // As most providers do: all that is asked for is in the token.
  conformIdTokenClaims: false,
  cookies: { keys: ["of a test"] },
  findAccount,
});
// The app takes any free port.
provider.Client.prototype.redirectUriAllowed = (uri) => new URL(uri).hostname === "127.0.0.1";
provider.Client.prototype.postLogoutRedirectUriAllowed = (uri) => new URL(uri).hostname === "127.0.0.1";
provider.listen(port, "127.0.0.1", () => console.log("ready"));
