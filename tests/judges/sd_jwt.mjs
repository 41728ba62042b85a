// Judges statements with @sd-jwt/core: for each file, "ok" when the signature verifies and the disclosed content is
// exactly the .json file beside it. Arguments: the folder of the authors' keys, then the .sd-jwt files.
import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { SDJwtInstance } from "@sd-jwt/core";

const [keys, ...paths] = process.argv.slice(2);

for (const path of paths) {
  const text = readFileSync(path, "utf8");
  const header = JSON.parse(Buffer.from(text.split(".")[0], "base64url"));
  const key = createPublicKey({ key: JSON.parse(readFileSync(join(keys, `${header.kid}.jwk`))), format: "jwk" });
  const judge = new SDJwtInstance({
    hasher: (data) => createHash("sha256").update(Buffer.from(data)).digest(),
    hashAlg: "sha-256",
    saltGenerator: () => randomBytes(16).toString("base64url"),
    verifier: (data, signature) => verify(null, Buffer.from(data), key, Buffer.from(signature, "base64url")),
  });
  const { payload } = await judge.verify(text);
  const told = JSON.parse(readFileSync(path.replace(/\.sd-jwt$/, ".json"), "utf8"));
  console.log(isDeepStrictEqual(payload.content, told) ? "ok" : "differs");
}
