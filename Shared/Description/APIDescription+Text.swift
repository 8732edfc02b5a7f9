// Made from the openapi.yaml files of Functions by `make description`.
// swift-format-ignore-file

extension APIDescription {
  static let text: StaticString = ##"""
{
 "openapi": "3.1.0",
 "info": {
  "title": "ClientNest",
  "version": "1",
  "summary": "Compose once, publish on time to every account, and see what came of it.",
  "description": "One operation per function; `operationId` is the function's name in `template.yaml`.\n\n**Who.** Send `Authorization: Bearer <access_token>`. Access tokens last 15 minutes; `POST /v1/auth/refresh`\ngives new ones. The organization comes from the token, never from a parameter.\n\nPrograms send an API key in the token's place, `Authorization: Bearer cn_live_…`. A key acts as the member who made it,\nwithin its `scopes`, which are names of permissions: 403 `missing_scope` without the one that a route needs. What is a\nperson's own, members and keys are not for keys: 403 `person_required` or `missing_scope`.\n\nBrowsers can have the tokens in cookies that no script can read: log in with `\"cookie\": true`. A request that changes\nsomething by a cookie needs the header `X-Requested-With`, with any value, and has to come from this origin or an\nallowed one; else it is answered 403 `cross_site`.\n\n**Limits.** Requests are counted by address, person, API key and organization. `RateLimit-Policy` names each quota with\nthe requests (`q`) in its window of seconds (`w`); `RateLimit` tells for the one that is nearest to its end how many are\nleft (`r`) and in how many seconds all of it is there again (`t`), as in draft-ietf-httpapi-ratelimit-headers-10. Beyond\na quota requests are answered 429 with `Retry-After`.\n\nA person who is in no organization gets tokens without one: what is their own works, anything else answers 403\n`no_organization`, until they found an organization or accept an invitation and refresh.\n\n**Times** are RFC 3339 with an offset, `2030-01-01T09:00:00Z`. **Ids** are UUIDs. **Bodies** are JSON of at most\n1 MiB, without compression (`unsupported_content_coding`). A member that is not described here is refused\n(`unknown_field`), so that a misspelt name is not lost, and so is one that is named twice (`duplicate_field`).\nNo text holds the character U+0000 (`invalid_character`).\n\n**Repeating a request.** Every call of a member that changes something takes an `Idempotency-Key`. The same\nperson sending the same key with the same method, path and body gets the first answer again, marked\n`Idempotent-Replayed: true`, with its `Location` and `ETag`, and nothing is done twice. Refused requests keep no key,\nand a repetition takes the rights that the first took. Keys are known for a week.\n\n**Concurrent changes.** A post's `ETag` is its version. Changing a post needs `If-Match`: the version that was read,\nseveral of them, or `*` for whichever there is (RFC 9110, 13.1.1).\n\n**Lists** are cut into pages: send `next_cursor` back as `cursor` until it is null.\n\n**Errors** are `application/problem+json` (RFC 9457). Switch on `code`, which is stable; texts may change. An\n`invalid_request` names every field that is wrong. The gateway's own answers (no such route, body above 10 MB,\nfunction not available) have API Gateway's form, `{\"message\": \"…\"}`.\n\n**Browsers.** Who would rather have a page than JSON, by `Accept`, as browsers say that are on their way to a page, gets\nerrors as pages with the same status: on every route, and where there is none.\n\n**Names** that people give are one line: no control characters, no line or paragraph separators, none of the characters\nthat turn the text around them (`invalid_character`), and something to be seen (`required`). **Addresses** are those\nthat mail can be sent to (RFC 5321, 6531; `invalid_email`).\n\nEvery answer carries `apigw-requestid`.\n\n**Live.** A WebSocket at `/live` (on AWS the stack's output `LiveUrl`) tells what changes. Ask for the subprotocols\n`clientnest` and the access token, in this order; a page of this origin or an allowed one whose session is in cookies\nasks for `clientnest` alone, where both APIs have the same host. Every message is JSON with a `type`: `post.changed` with the post\nas `GET /v1/posts/{id}` gives it, `post.deleted` with its id. Send `{\"action\": \"ping\"}` at least every ten\nminutes; the answer is `{\"type\": \"pong\"}`. A connection ends with the access token that it was opened by, within a\nminute, and is told nothing from then on: before `expires_in` is over, refresh, open another connection with the new token,\nand let the old one go. After connecting, read the lists: what happened before is not told.\n"
 },
 "servers": [
  {
   "url": "/",
   "description": "Where this description was read, at `GET /openapi.json`."
  }
 ],
 "security": [
  {
   "bearer": []
  },
  {
   "cookie": []
  }
 ],
 "tags": [
  {
   "name": "Identity",
   "description": "People and their sessions."
  },
  {
   "name": "Organizations",
   "description": "Members, invitations and workspaces."
  },
  {
   "name": "Keys",
   "description": "Keys for programs."
  },
  {
   "name": "Audit",
   "description": "Who did what, when, from where."
  },
  {
   "name": "Accounts",
   "description": "Identities on platforms."
  },
  {
   "name": "Media",
   "description": "Images and videos that are uploaded once and used in many posts."
  },
  {
   "name": "Posts",
   "description": "What is composed, and when it is due."
  },
  {
   "name": "Publishing",
   "description": "Single deliveries of a post."
  },
  {
   "name": "Inbox",
   "description": "What comes back from the platforms."
  },
  {
   "name": "Privacy",
   "description": "Consents, exports and erasure."
  },
  {
   "name": "Operations",
   "description": "State of the service."
  }
 ],
 "paths": {
  "/v1/auth/register": {
   "post": {
    "operationId": "RegisterUser",
    "tags": [
     "Identity"
    ],
    "summary": "Register a person with an organization and a first workspace",
    "description": "The answer is the same, and takes as long, whether somebody has the address or not. A message to the address tells:\nwho has no account gets a link that is good once, for a day; see `/v1/links/{token}`. When it is used, with the password\nor in the browser that has the cookie of this answer, the person is made, as the owner of the organization, and can log\nin. Who has an account is told that. Repeating the request with the same `Idempotency-Key` sends no second message; keys\nof one address have nothing to do with those of another. Addresses are one when they differ in the case of A to Z.\n",
    "security": [],
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/Registration"
       },
       "example": {
        "email": "ana@example.com",
        "password": "correct horse battery",
        "name": "Ana",
        "organization": "Café Ana",
        "time_zone": "Europe/Berlin"
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "A message is sent to the address.",
      "headers": {
       "Set-Cookie": {
        "description": "`__Host-registration`, for a day: with it the link needs no password.",
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/auth/login": {
   "post": {
    "operationId": "LogIn",
    "tags": [
     "Identity"
    ],
    "summary": "Log in",
    "description": "The answer takes the same time whether the address is known or not. Who has a second factor gets a challenge in place\nof a session; see `POST /v1/auth/login/mfa`.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/Credentials"
       },
       "example": {
        "email": "ana@example.com",
        "password": "correct horse battery"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "A new session, or the challenge of the second step.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/LogInResult"
        },
        "example": {
         "access_token": "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
         "refresh_token": "cnr_AZkbjgAAcACAAAAAAAAACgAAAAA",
         "expires_in": 900,
         "token_type": "Bearer"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "description": "`wrong_credentials`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "The e-mail address or the password is wrong, or the address was not confirmed yet: see your mail.",
         "status": 401,
         "code": "wrong_credentials"
        }
       }
      }
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/auth/login/mfa": {
   "post": {
    "operationId": "CompleteLogIn",
    "tags": [
     "Identity"
    ],
    "summary": "Log in, second step",
    "description": "For who has a second factor: the challenge of `POST /v1/auth/login`, with a code of the authenticator app or a\nrecovery code. A code is good once. A challenge is good for five minutes, also after a wrong code, and ends when the\npassword is changed. A form is taken from pages of ours only (`Sec-Fetch-Site`, else 403 `cross_site`); it is answered\nwith a page and the session in cookies.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/LogInCompletion"
       },
       "example": {
        "challenge": "cnc_AZkbjgAAcACAAAAAAAAACg",
        "code": "287082"
       }
      },
      "application/x-www-form-urlencoded": {
       "schema": {
        "$ref": "#/components/schemas/LogInCompletionForm"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "A new session.",
      "content": {
       "application/json": {
        "example": {
         "access_token": "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
         "refresh_token": "cnr_AZkbjgAAcACAAAAAAAAACgAAAAA",
         "expires_in": 900,
         "token_type": "Bearer"
        },
        "schema": {
         "$ref": "#/components/schemas/AnySession"
        }
       },
       "text/html": {
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "description": "`wrong_code` or `invalid_challenge`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "wrong_code": {
          "value": {
           "type": "about:blank",
           "title": "The code is wrong, was used already, or is too old.",
           "status": 401,
           "code": "wrong_code"
          }
         },
         "invalid_challenge": {
          "value": {
           "type": "about:blank",
           "title": "This log-in was finished or is too old. Begin again.",
           "status": 401,
           "code": "invalid_challenge"
          }
         }
        }
       }
      }
     },
     "403": {
      "description": "`cross_site`: a form of another site",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "A request with cookies has to come from this site.",
         "status": 403,
         "code": "cross_site"
        }
       }
      }
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/auth/sign-in/{provider}": {
   "post": {
    "operationId": "BeginSignIn",
    "tags": [
     "Identity"
    ],
    "summary": "Begin to sign in by Google or Microsoft",
    "description": "OpenID Connect: authorization code, PKCE, nonce, and a state that is good once, for ten minutes, in this browser. Call\nit from a page of the same host, so that the browser keeps the cookie. 503 also when the provider does not answer\n(`provider_unavailable`).\n",
    "security": [],
    "parameters": [
     {
      "$ref": "#/components/parameters/Provider"
     }
    ],
    "responses": {
     "201": {
      "description": "Send the browser to `authorize_url`. The cookie has to be there when it comes back.",
      "headers": {
       "Set-Cookie": {
        "schema": {
         "type": "string",
         "description": "A cookie of this trip, `__Host-sign-in-…`, for ten minutes."
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SignInTrip"
        },
        "example": {
         "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…&nonce=…&code_challenge=…"
        }
       }
      }
     },
     "404": {
      "description": "`unknown_provider`",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "There is no such provider.",
         "status": 404,
         "code": "unknown_provider"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/auth/sign-in/{provider}/callback": {
   "get": {
    "operationId": "CompleteSignIn",
    "tags": [
     "Identity"
    ],
    "summary": "The way back from the provider",
    "description": "Somebody who has linked the provider is logged in; who has a second factor gets its challenge. Somebody new gets an\naccount without a password and without an organization. Who has an account with the same address already is logged in\nand linked if both the provider and we have verified the address; else 409 `account_exists`: log in and link. What\nbegan with `POST /v1/me/sign-ins/{provider}` links, while the session's last proof is younger than ten minutes. 503 also\nwhen the provider does not answer. Good once, in the browser that began, which has a cookie for each of its trips\n(`__Host-sign-in-…`, eight at a time). A browser that asks for a page gets one, the session in the cookies of `POST\n/v1/auth/login`, or a form for the second factor.\n",
    "security": [],
    "parameters": [
     {
      "$ref": "#/components/parameters/Provider"
     },
     {
      "name": "state",
      "in": "query",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "code",
      "in": "query",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "error",
      "in": "query",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "error_description",
      "in": "query",
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "A session, the challenge of a second step, or what was linked.",
      "content": {
       "application/json": {
        "example": {
         "access_token": "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
         "refresh_token": "cnr_AZkbjgAAcACAAAAAAAAACgAAAAA",
         "expires_in": 900,
         "token_type": "Bearer"
        },
        "schema": {
         "$ref": "#/components/schemas/SignInResult"
        }
       },
       "text/html": {
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "400": {
      "description": "`stale_sign_in`, `sign_in_denied` or `untrusted_token`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "stale_sign_in": {
          "value": {
           "type": "about:blank",
           "title": "This sign-in was finished, has expired, or began in another browser. Start it again.",
           "status": 400,
           "code": "stale_sign_in"
          }
         },
         "sign_in_denied": {
          "value": {
           "type": "about:blank",
           "title": "The provider did not sign you in.",
           "status": 400,
           "code": "sign_in_denied"
          }
         },
         "untrusted_token": {
          "value": {
           "type": "about:blank",
           "title": "What the provider said cannot be trusted.",
           "status": 400,
           "code": "untrusted_token"
          }
         }
        }
       }
      }
     },
     "403": {
      "description": "`email_not_verified`: somebody new, whose address the provider does not vouch for. `step_up_required`: who links has\nnot proved lately who they are.\n",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "email_not_verified": {
          "value": {
           "type": "about:blank",
           "title": "The provider does not vouch for your address.",
           "status": 403,
           "code": "email_not_verified"
          }
         },
         "step_up_required": {
          "value": {
           "type": "about:blank",
           "title": "Prove once more who you are.",
           "status": 403,
           "code": "step_up_required"
          }
         }
        }
       }
      }
     },
     "404": {
      "description": "`unknown_provider`",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "There is no such provider.",
         "status": 404,
         "code": "unknown_provider"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "409": {
      "description": "`account_exists`, or when linking `sign_in_taken` or `provider_linked`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "account_exists": {
          "value": {
           "type": "about:blank",
           "title": "There is an account with this address. Log in and link the provider.",
           "status": 409,
           "code": "account_exists"
          }
         },
         "sign_in_taken": {
          "value": {
           "type": "about:blank",
           "title": "This account at the provider belongs to somebody else here.",
           "status": 409,
           "code": "sign_in_taken"
          }
         },
         "provider_linked": {
          "value": {
           "type": "about:blank",
           "title": "You have linked another account of this provider.",
           "status": 409,
           "code": "provider_linked"
          }
         }
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/auth/refresh": {
   "post": {
    "operationId": "RefreshSession",
    "tags": [
     "Identity"
    ],
    "summary": "Exchange a refresh token for new tokens",
    "description": "Each refresh token is good once. The one before the newest is accepted for 10 seconds more, because its\nanswer may have been lost on the way. Any older one ends the session: it is a sign of theft.\n",
    "security": [
     {},
     {
      "cookie": []
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SessionRefresh"
       },
       "example": {
        "refresh_token": "cnr_AZkbjgAAcACAAAAAAAAACgAAAAA"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "New tokens of the same session.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/AnySession"
        },
        "example": {
         "access_token": "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
         "refresh_token": "cnr_AZkbjgAAcACAAAAAAAAACgAAAAA",
         "expires_in": 900,
         "token_type": "Bearer"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "description": "`cross_site`: with the cookie, from another site",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "A request with cookies has to come from this site.",
         "status": 403,
         "code": "cross_site"
        }
       }
      }
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/auth/logout": {
   "post": {
    "operationId": "LogOut",
    "tags": [
     "Identity"
    ],
    "summary": "End this session",
    "description": "The access token and the refresh token of the session are good no longer.\n",
    "responses": {
     "204": {
      "description": "Done."
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/auth/password-reset": {
   "post": {
    "operationId": "RequestPasswordReset",
    "tags": [
     "Identity"
    ],
    "summary": "Ask for a link that sets a new password",
    "description": "The answer is the same, and takes as long, whether somebody has the address or not. The link is good once, for an\nhour; see `/v1/links/{token}`.\n",
    "security": [],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PasswordResetRequest"
       },
       "example": {
        "email": "ana@example.com"
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "A message is sent if somebody has the address."
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/links/{token}": {
   "get": {
    "operationId": "OpenLink",
    "tags": [
     "Identity"
    ],
    "summary": "Show what a mailed link is for",
    "description": "A page with a button, for browsers. Nothing is changed: programs that scan mail open links too. Of a registration it\ntells who registered what, when and from where.\n",
    "security": [],
    "parameters": [
     {
      "name": "token",
      "in": "path",
      "required": true,
      "description": "What the link in the message ends in.",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "__Host-registration",
      "in": "cookie",
      "description": "Of the browser that registered.",
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "The page.",
      "content": {
       "text/html": {
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "404": {
      "description": "`invalid_link`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "This link is not valid, was used already, or is too old. Ask for a new one.",
         "status": 404,
         "code": "invalid_link"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "post": {
    "operationId": "UseLink",
    "tags": [
     "Identity"
    ],
    "summary": "Use a mailed link",
    "description": "Confirms a registration, verifies an address, sets a new password (and ends every session), agrees to a change of address, or accepts an\ninvitation, whatever the link is for. Who accepts one and has no account\nwith a verified address yet gives `name` and `password`. Who confirms a registration gives its `password`, or a new one,\nwhich counts then; the browser that registered need not. Who confirms the new address of an account gives that\naccount's `password`. With a new password `revoke_api_keys` ends the API keys that\nthe person made, and `unlink_sign_ins` unlinks providers; the answer lists what is good still. Second factors are named\nand stay: a link in mail takes none away. Good once, and only as long as what it rests on: a change of\npassword or address ends what was asked for before it. A form is answered with a page, JSON with JSON.\n",
    "security": [],
    "parameters": [
     {
      "name": "token",
      "in": "path",
      "required": true,
      "description": "What the link in the message ends in.",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "__Host-registration",
      "in": "cookie",
      "description": "Of the browser that registered.",
      "schema": {
       "type": "string"
      }
     }
    ],
    "requestBody": {
     "description": "For a link that sets a new password or confirms a new address, a registration, or the invitation of somebody new.",
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/LinkUse"
       },
       "example": {
        "password": "staple battery horse"
       }
      },
      "application/x-www-form-urlencoded": {
       "schema": {
        "$ref": "#/components/schemas/LinkForm"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "What was done.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/UsedLink"
        },
        "example": {
         "result": "password_reset",
         "api_keys": [],
         "revoked_api_keys": 0,
         "sign_ins": [],
         "unlinked_sign_ins": 0,
         "second_factors": [],
         "removed_second_factors": 0
        }
       },
       "text/html": {
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "404": {
      "description": "`invalid_link`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "This link is not valid, was used already, or is too old. Ask for a new one.",
         "status": 404,
         "code": "invalid_link"
        }
       }
      }
     },
     "409": {
      "description": "`email_taken`: there is an account with the address meanwhile. Only who holds the link is told.",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "There is an account with this e-mail address already. Log in instead.",
         "status": 409,
         "code": "email_taken"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/.well-known/jwks.json": {
   "get": {
    "operationId": "ListTokenKeys",
    "tags": [
     "Identity"
    ],
    "summary": "List the keys that access tokens are signed with",
    "description": "A JSON Web Key Set (RFC 7517): Ed25519 keys (RFC 8037), named by their thumbprints (RFC 7638). While keys rotate there\nare two. Tokens have `alg` `EdDSA`, `typ` `at+jwt` and `aud` `clientnest`; a good signature does not tell whether the\nsession is still open.\n",
    "security": [],
    "responses": {
     "200": {
      "description": "The keys.",
      "headers": {
       "Cache-Control": {
        "schema": {
         "type": "string",
         "const": "public, max-age=300"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/TokenKeySet"
        },
        "example": {
         "keys": [
          {
           "kty": "OKP",
           "crv": "Ed25519",
           "alg": "EdDSA",
           "use": "sig",
           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
          }
         ]
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me": {
   "get": {
    "operationId": "ShowCurrentUser",
    "tags": [
     "Identity"
    ],
    "summary": "Show the current person and where they belong",
    "responses": {
     "200": {
      "description": "The person, their organizations in the order they joined them, and the workspaces there.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/CurrentUser"
        },
        "example": {
         "user": {
          "id": "01991b8e-0000-7000-8000-00000000000a",
          "email": "ana@example.com",
          "name": "Ana"
         },
         "memberships": [
          {
           "organization": {
            "id": "01991b8e-0000-7000-8000-00000000000b",
            "name": "Café Ana",
            "requires_second_factor": false
           },
           "role": "owner",
           "workspaces": [
            {
             "id": "01991b8e-0000-7000-8000-000000000001",
             "name": "Café Ana",
             "time_zone": "Europe/Berlin"
            }
           ]
          }
         ]
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/password": {
   "put": {
    "operationId": "ChangePassword",
    "tags": [
     "Identity"
    ],
    "summary": "Change your password",
    "description": "Ends every other session, and what was asked for by mail before. The API keys that you made, linked providers and second\nfactors stay, unless `revoke_api_keys`, `unlink_sign_ins` or `remove_second_factors` says otherwise; the answer lists what\nis good still. A message tells you so.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PasswordChange"
       },
       "example": {
        "current_password": "correct horse battery",
        "new_password": "staple battery horse"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Done.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/ChangedPassword"
        },
        "example": {
         "api_keys": [
          {
           "id": "01991b8e-0000-7000-8000-000000000010",
           "name": "Nightly import",
           "prefix": "cn_live_Zb3kQ9aP",
           "organization": {
            "id": "01991b8e-0000-7000-8000-000000000002",
            "name": "Café Ana"
           },
           "expires_at": null
          }
         ],
         "revoked_api_keys": 0,
         "sign_ins": [],
         "unlinked_sign_ins": 0,
         "second_factors": [],
         "removed_second_factors": 0
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/email": {
   "post": {
    "operationId": "ChangeEmail",
    "tags": [
     "Identity"
    ],
    "summary": "Change your e-mail address",
    "description": "A link goes to the old and to the new address; when both were used, the address changes. Whether somebody has the\nnew one already is not told.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/EmailChange"
       },
       "example": {
        "email": "ana@new.example",
        "password": "correct horse battery"
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "The messages are sent."
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/email/verification": {
   "post": {
    "operationId": "RequestVerification",
    "tags": [
     "Identity"
    ],
    "summary": "Ask again for the link that verifies your address",
    "responses": {
     "202": {
      "description": "The message is sent."
     },
     "409": {
      "description": "`already_verified`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "Your address is verified already.",
         "status": 409,
         "code": "already_verified"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/sessions": {
   "get": {
    "operationId": "ListSessions",
    "tags": [
     "Identity"
    ],
    "summary": "List your open sessions",
    "description": "The one used last comes first; 100 at most.\n",
    "responses": {
     "200": {
      "description": "The sessions.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SessionList"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-000000000050",
           "is_current": true,
           "address": "203.0.113.7",
           "user_agent": "curl/8.5.0",
           "used_at": "2030-01-01T08:30:00Z",
           "created_at": "2029-12-31T15:04:05.123456Z",
           "expires_at": "2030-01-30T15:04:05Z"
          }
         ]
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "delete": {
    "operationId": "EndAllSessions",
    "tags": [
     "Identity"
    ],
    "summary": "End all your sessions, this one too",
    "responses": {
     "204": {
      "description": "Done."
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/sessions/{id}": {
   "delete": {
    "operationId": "EndSession",
    "tags": [
     "Identity"
    ],
    "summary": "End one of your sessions",
    "parameters": [
     {
      "name": "id",
      "in": "path",
      "required": true,
      "description": "Id of the session. What is no id is answered 404.",
      "schema": {
       "$ref": "#/components/schemas/Id"
      }
     }
    ],
    "responses": {
     "204": {
      "description": "Done."
     },
     "404": {
      "description": "`not_found`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "There is no such session.",
         "status": 404,
         "code": "not_found"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/sessions/current/step-up": {
   "post": {
    "operationId": "StepUpSession",
    "tags": [
     "Identity"
    ],
    "summary": "Prove once more who you are",
    "description": "For what answers 403 `step_up_required`: the session's last proof is more than ten minutes old. Who has a second\nfactor gives a code or a recovery code, others their password.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/StepUp"
       },
       "example": {
        "code": "287082"
       }
      }
     }
    },
    "responses": {
     "204": {
      "description": "Done. For ten minutes the session may do what is sensitive."
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/mfa": {
   "get": {
    "operationId": "ListSecondFactors",
    "tags": [
     "Identity"
    ],
    "summary": "List your second factors",
    "responses": {
     "200": {
      "description": "The confirmed ones, and how many recovery codes are left.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SecondFactorList"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-00000000000d",
           "name": "Telephone",
           "created_at": "2030-01-01T09:00:00Z",
           "used_at": "2030-01-02T09:00:00Z"
          }
         ],
         "recovery_codes_left": 10
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/mfa/totp": {
   "post": {
    "operationId": "AddSecondFactor",
    "tags": [
     "Identity"
    ],
    "summary": "Begin to use an authenticator app",
    "description": "Answers the secret, once. Show `otpauth_url` as a QR code, or the secret to be typed. The factor counts when a code of\nit has been confirmed; until then nothing changes. Beginning anew forgets what was not confirmed.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewSecondFactor"
       },
       "example": {
        "name": "Telephone"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The secret.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SecondFactorSecret"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000d",
         "name": "Telephone",
         "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
         "otpauth_url": "otpauth://totp/ClientNest%3Aana%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ClientNest&algorithm=SHA1&digits=6&period=30"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "409": {
      "description": "`too_many_factors`: ten at most",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "You have ten authenticator apps already.",
         "status": 409,
         "code": "too_many_factors"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/mfa/totp/{id}/confirm": {
   "post": {
    "operationId": "ConfirmSecondFactor",
    "tags": [
     "Identity"
    ],
    "summary": "Confirm an authenticator app by a code",
    "description": "From now on logging in takes a second step. With the first factor come ten recovery codes, which are shown only here.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/SecondFactorId"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/SecondFactorConfirmation"
       },
       "example": {
        "code": "287082"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The factor counts.",
      "content": {
       "application/json": {
        "example": {
         "second_factor": {
          "id": "01991b8e-0000-7000-8000-00000000000d",
          "name": "Telephone",
          "created_at": "2030-01-01T09:00:00Z",
          "used_at": null
         },
         "recovery_codes": [
          "k3vq-2abc-defg-hijk-lmno-pqra",
          "k3vq-2abc-defg-hijk-lmno-pqrb",
          "k3vq-2abc-defg-hijk-lmno-pqrc",
          "k3vq-2abc-defg-hijk-lmno-pqrd",
          "k3vq-2abc-defg-hijk-lmno-pqre",
          "k3vq-2abc-defg-hijk-lmno-pqrf",
          "k3vq-2abc-defg-hijk-lmno-pqrg",
          "k3vq-2abc-defg-hijk-lmno-pqrh",
          "k3vq-2abc-defg-hijk-lmno-pqri",
          "k3vq-2abc-defg-hijk-lmno-pqrj"
         ]
        },
        "schema": {
         "$ref": "#/components/schemas/ConfirmedSecondFactor"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/mfa/totp/{id}": {
   "delete": {
    "operationId": "RemoveSecondFactor",
    "tags": [
     "Identity"
    ],
    "summary": "Remove a second factor",
    "description": "With the last one the recovery codes go too, and logging in takes one step again.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/SecondFactorId"
     }
    ],
    "responses": {
     "204": {
      "description": "Done."
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/mfa/recovery-codes": {
   "post": {
    "operationId": "ReplaceRecoveryCodes",
    "tags": [
     "Identity"
    ],
    "summary": "Make new recovery codes",
    "description": "The old ones are good no longer. The new ones are shown only here.\n",
    "responses": {
     "201": {
      "description": "The codes.",
      "content": {
       "application/json": {
        "example": {
         "recovery_codes": [
          "k3vq-2abc-defg-hijk-lmno-pqra",
          "k3vq-2abc-defg-hijk-lmno-pqrb",
          "k3vq-2abc-defg-hijk-lmno-pqrc",
          "k3vq-2abc-defg-hijk-lmno-pqrd",
          "k3vq-2abc-defg-hijk-lmno-pqre",
          "k3vq-2abc-defg-hijk-lmno-pqrf",
          "k3vq-2abc-defg-hijk-lmno-pqrg",
          "k3vq-2abc-defg-hijk-lmno-pqrh",
          "k3vq-2abc-defg-hijk-lmno-pqri",
          "k3vq-2abc-defg-hijk-lmno-pqrj"
         ]
        },
        "schema": {
         "$ref": "#/components/schemas/ReplacedRecoveryCodes"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "409": {
      "description": "`no_second_factor`",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "You have no second factor.",
         "status": 409,
         "code": "no_second_factor"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/sign-ins": {
   "get": {
    "operationId": "ListSignIns",
    "tags": [
     "Identity"
    ],
    "summary": "List the providers that log you in",
    "responses": {
     "200": {
      "description": "One account at each provider at most.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SignInList"
        },
        "example": {
         "data": [
          {
           "provider": "google",
           "email": "ana@example.com",
           "created_at": "2030-01-01T09:00:00Z",
           "used_at": "2030-01-02T09:00:00Z"
          }
         ]
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/sign-ins/{provider}": {
   "post": {
    "operationId": "LinkSignIn",
    "tags": [
     "Identity"
    ],
    "summary": "Begin to link Google or Microsoft",
    "description": "As `POST /v1/auth/sign-in/{provider}`, but what comes back may log you in from then on.",
    "parameters": [
     {
      "$ref": "#/components/parameters/Provider"
     }
    ],
    "responses": {
     "201": {
      "description": "Send the browser to `authorize_url`. The cookie has to be there when it comes back.",
      "headers": {
       "Set-Cookie": {
        "schema": {
         "type": "string",
         "description": "A cookie of this trip, `__Host-sign-in-…`, for ten minutes."
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SignInTrip"
        },
        "example": {
         "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…&nonce=…&code_challenge=…"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "404": {
      "description": "`unknown_provider`",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "There is no such provider.",
         "status": 404,
         "code": "unknown_provider"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "delete": {
    "operationId": "UnlinkSignIn",
    "tags": [
     "Identity"
    ],
    "summary": "Unlink a provider",
    "parameters": [
     {
      "$ref": "#/components/parameters/Provider"
     }
    ],
    "responses": {
     "204": {
      "description": "Done."
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`last_way_in`: set a password first",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "It is your only way to log in. Set a password first.",
         "status": 409,
         "code": "last_way_in"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/organization": {
   "post": {
    "operationId": "SwitchOrganization",
    "tags": [
     "Organizations"
    ],
    "summary": "Switch to another of your organizations",
    "description": "The session remembers it: refreshing gives tokens for it too. The refresh token stays as it is, and the access token\nis good for as long as the one that you sent: `expires_in` is what is left. When the membership ends, refreshing falls\nback to the organization that was joined first.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/OrganizationSwitch"
       },
       "example": {
        "organization_id": "01991b8e-0000-7000-8000-00000000000b"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "An access token for the organization.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/SwitchedSession"
        },
        "example": {
         "organization": {
          "id": "01991b8e-0000-7000-8000-00000000000b",
          "name": "Café Ana"
         },
         "workspace": {
          "id": "01991b8e-0000-7000-8000-000000000001",
          "name": "Café Ana",
          "time_zone": "Europe/Berlin"
         },
         "access_token": "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
         "expires_in": 900,
         "token_type": "Bearer"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/organizations": {
   "post": {
    "operationId": "CreateOrganization",
    "tags": [
     "Organizations"
    ],
    "summary": "Create an organization",
    "description": "With a first workspace of the same name. The person becomes its owner and stays in the organization that the session is\nfor; see `POST /v1/me/organization`.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewOrganization"
       },
       "example": {
        "name": "Bar Ana",
        "time_zone": "Europe/Berlin"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The organization and its workspace.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/CreatedOrganization"
        },
        "example": {
         "organization": {
          "id": "01991b8e-0000-7000-8000-00000000000b",
          "name": "Café Ana"
         },
         "workspace": {
          "id": "01991b8e-0000-7000-8000-000000000001",
          "name": "Café Ana",
          "time_zone": "Europe/Berlin"
         }
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/organization": {
   "patch": {
    "operationId": "UpdateOrganization",
    "x-acts": [
     "change_organization"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Change the organization",
    "description": "Needs the permission `manage_members`. What is not given stays as it is. `requires_second_factor` takes a proof of the\nlast ten minutes, else 403 `step_up_required`; who demands a second factor has to have one. From then on, members without one are\nanswered 403 `second_factor_required` wherever the organization is concerned, until they add one at\n`POST /v1/me/mfa/totp`. API keys, which are no log-ins, go on.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/OrganizationPatch"
       },
       "example": {
        "name": "Café Ana"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The organization.",
      "headers": {
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/OrganizationDetail"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000b",
         "name": "Café Ana",
         "requires_second_factor": false
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`no_second_factor`: who demands one has to have one",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "You have no second factor.",
         "status": 409,
         "code": "no_second_factor"
        }
       }
      }
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/members": {
   "get": {
    "operationId": "ListMembers",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "List the members of the organization",
    "description": "In the order of their ids.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of members.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/MemberPage"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-00000000000c",
           "name": "Ana",
           "email": "ana@example.com",
           "role": "owner",
           "joined_at": "2029-12-31T15:04:05.123456Z"
          }
         ],
         "next_cursor": null
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/members/{id}": {
   "parameters": [
    {
     "name": "id",
     "in": "path",
     "required": true,
     "description": "Id of the member. What is no id is answered 404.",
     "schema": {
      "$ref": "#/components/schemas/Id"
     }
    }
   ],
   "patch": {
    "operationId": "UpdateMember",
    "x-acts": [
     "change_role"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Give a member another role",
    "description": "Needs the permission `manage_members`. Only owners make or change owners (`owners_only`).\nA role above `author` (`approver`, `manager`, `admin`, `owner`) takes\na proof of the last ten minutes, else 403 `step_up_required`; a message tells both of you.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/MemberPatch"
       },
       "example": {
        "role": "author"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The member.",
      "headers": {
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Member"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000c",
         "name": "Ana",
         "email": "ana@example.com",
         "role": "owner",
         "joined_at": "2029-12-31T15:04:05.123456Z"
        }
       }
      }
     },
     "409": {
      "description": "`last_owner`: make someone else an owner first",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "An organization has at least one owner. Make someone else an owner first.",
         "status": 409,
         "code": "last_owner"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "delete": {
    "operationId": "RemoveMember",
    "x-acts": [
     "remove_member"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Remove a member, or leave",
    "description": "Everybody may leave; to remove another needs the permission `manage_members`, and to remove an owner one has to be\none. Counts at once: the next request of the member is refused.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "204": {
      "description": "Done."
     },
     "409": {
      "description": "`last_owner`: make someone else an owner first",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "An organization has at least one owner. Make someone else an owner first.",
         "status": 409,
         "code": "last_owner"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/members/{id}/ownership": {
   "parameters": [
    {
     "name": "id",
     "in": "path",
     "required": true,
     "description": "Id of the member. What is no id is answered 404.",
     "schema": {
      "$ref": "#/components/schemas/Id"
     }
    }
   ],
   "post": {
    "operationId": "TransferOwnership",
    "x-acts": [
     "transfer_ownership"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Transfer the ownership to a member",
    "description": "For owners, by their password. The member becomes an owner, and you become an admin.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`. A message tells both of you.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PasswordProof"
       },
       "example": {
        "password": "correct horse battery"
       }
      }
     }
    },
    "responses": {
     "204": {
      "description": "Done."
     },
     "409": {
      "description": "`already_owner`: this is you",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "You own the organization already.",
         "status": 409,
         "code": "already_owner"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/invitations": {
   "post": {
    "operationId": "CreateInvitation",
    "x-acts": [
     "invite"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Invite somebody",
    "description": "Needs the permission `manage_members`; only owners invite owners (`owners_only`). A link is sent to the address, good\nfor a week. Inviting the address again takes the place of its open invitation, whose link is useless from then on.\nOf an open one for a role that you may not set nothing is changed (`owners_only`). For a role above `author`\n(`approver`, `manager`, `admin`, `owner`) it takes a proof of the last ten minutes, else 403 `step_up_required`.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewInvitation"
       },
       "example": {
        "email": "eva@example.com",
        "role": "author"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The invitation.",
      "headers": {
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Invitation"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-000000000030",
         "email": "ana@example.com",
         "role": "owner",
         "invited_by": "01991b8e-0000-7000-8000-00000000000a",
         "created_at": "2029-12-31T15:04:05.123456Z",
         "expires_at": "2030-01-30T15:04:05Z"
        }
       }
      }
     },
     "409": {
      "description": "`already_member`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "Whoever has this address is a member already.",
         "status": 409,
         "code": "already_member"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "get": {
    "operationId": "ListInvitations",
    "tags": [
     "Organizations"
    ],
    "summary": "List the open invitations",
    "description": "Needs the permission `manage_members`. Oldest first; those that have expired too.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of invitations.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/InvitationPage"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-000000000030",
           "email": "ana@example.com",
           "role": "owner",
           "invited_by": "01991b8e-0000-7000-8000-00000000000a",
           "created_at": "2029-12-31T15:04:05.123456Z",
           "expires_at": "2030-01-30T15:04:05Z"
          }
         ],
         "next_cursor": null
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/invitations/{id}": {
   "parameters": [
    {
     "name": "id",
     "in": "path",
     "required": true,
     "description": "Id of the invitation. What is no id is answered 404.",
     "schema": {
      "$ref": "#/components/schemas/Id"
     }
    }
   ],
   "delete": {
    "operationId": "RevokeInvitation",
    "x-acts": [
     "revoke_invitation"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Revoke an invitation",
    "description": "Needs the permission `manage_members`. Its link is useless from then on.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "204": {
      "description": "Done."
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/workspaces": {
   "get": {
    "operationId": "ListWorkspaces",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "List the workspaces of the organization",
    "description": "Oldest first.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of workspaces.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/WorkspacePage"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-000000000001",
           "name": "Café Ana",
           "time_zone": "Europe/Berlin",
           "missed_after_minutes": 60
          }
         ],
         "next_cursor": null
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "post": {
    "operationId": "CreateWorkspace",
    "x-acts": [
     "create_workspace"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Create a workspace",
    "description": "Needs the permission `manage_members`.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewOrganization"
       },
       "example": {
        "name": "Bar",
        "time_zone": "Europe/Berlin"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The workspace.",
      "headers": {
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/WorkspaceDetail"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-000000000001",
         "name": "Café Ana",
         "time_zone": "Europe/Berlin",
         "missed_after_minutes": 60
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/workspaces/{id}": {
   "parameters": [
    {
     "name": "id",
     "in": "path",
     "required": true,
     "description": "Id of the workspace. What is no id is answered 404.",
     "schema": {
      "$ref": "#/components/schemas/Id"
     }
    }
   ],
   "patch": {
    "operationId": "UpdateWorkspace",
    "x-acts": [
     "change_workspace"
    ],
    "tags": [
     "Organizations"
    ],
    "summary": "Change a workspace",
    "description": "Needs the permission `manage_members`. What is left out stays.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/WorkspacePatch"
       },
       "example": {
        "missed_after_minutes": 120
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The workspace.",
      "headers": {
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/WorkspaceDetail"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-000000000001",
         "name": "Café Ana",
         "time_zone": "Europe/Berlin",
         "missed_after_minutes": 60
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/api-keys": {
   "post": {
    "operationId": "CreateAPIKey",
    "x-acts": [
     "make_key"
    ],
    "tags": [
     "Keys"
    ],
    "summary": "Make an API key",
    "description": "Needs the permission `manage_members`, and each scope as a permission of one's own; no API key makes another. `key`\nis shown in this answer only: we keep a digest of it. The answer to a repeated request with the same\n`Idempotency-Key` is without it. The key goes when its maker leaves the organization.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`: a key outlives sessions and passwords. A message tells you of it.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewAPIKey"
       },
       "example": {
        "name": "Nightly import",
        "scopes": [
         "read",
         "write_own"
        ],
        "allowed_addresses": [
         "203.0.113.0/24"
        ],
        "expires_at": "2035-01-01T00:00:00Z"
       }
      }
     }
    },
    "responses": {
     "201": {
      "$ref": "#/components/responses/IssuedAPIKey"
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "get": {
    "operationId": "ListAPIKeys",
    "tags": [
     "Keys"
    ],
    "summary": "List the API keys",
    "description": "Needs the permission `manage_members`. Oldest first; those that have expired too, those that were revoked not.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of keys, none of them in clear.",
      "content": {
       "application/json": {
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-0000000000e1",
           "name": "Reports",
           "prefix": "cn_live_4fZ0aQx7",
           "scopes": [
            "read"
           ],
           "workspace_ids": null,
           "allowed_addresses": null,
           "created_by": "01991b8e-0000-7000-8000-00000000000a",
           "created_at": "2029-12-31T15:04:05Z",
           "expires_at": "2030-12-31T00:00:00Z",
           "last_used_at": null
          }
         ],
         "next_cursor": null
        },
        "schema": {
         "$ref": "#/components/schemas/APIKeyPage"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/api-keys/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/APIKeyId"
    }
   ],
   "delete": {
    "operationId": "RevokeAPIKey",
    "x-acts": [
     "revoke_key"
    ],
    "tags": [
     "Keys"
    ],
    "summary": "Revoke an API key",
    "description": "Needs the permission `manage_members`. The key is useless from the next request on.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "204": {
      "description": "Done."
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/api-keys/{id}/rotate": {
   "parameters": [
    {
     "$ref": "#/components/parameters/APIKeyId"
    }
   ],
   "post": {
    "operationId": "RotateAPIKey",
    "x-acts": [
     "rotate_key"
    ],
    "tags": [
     "Keys"
    ],
    "summary": "Replace an API key",
    "description": "Needs the permission `manage_members`. A new key like the old one, for as long as that was made for, acting as the\nmember who asks. The old one stays good for `overlap_seconds`, so that nothing stands still meanwhile.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`. A message tells you of it.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/APIKeyRotation"
       },
       "example": {
        "overlap_seconds": 3600
       }
      }
     }
    },
    "responses": {
     "201": {
      "$ref": "#/components/responses/IssuedAPIKey"
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/audit-events": {
   "get": {
    "operationId": "ListEvents",
    "x-acts": [
     "see_audit"
    ],
    "tags": [
     "Audit"
    ],
    "summary": "List what happened in the organization",
    "description": "Needs the permission `read_audit`. Newest first. Events are numbered without gaps, and each holds the digest of the\none before, so that a changed or missing one shows; a daily job looks.\n",
    "parameters": [
     {
      "name": "limit",
      "in": "query",
      "schema": {
       "type": "integer",
       "minimum": 1,
       "maximum": 1000,
       "default": 50
      }
     },
     {
      "name": "cursor",
      "in": "query",
      "description": "The `next_cursor` of the page before.",
      "schema": {
       "type": "string",
       "pattern": "^[0-9]{1,18}$"
      }
     },
     {
      "name": "action",
      "in": "query",
      "description": "Only these, such as `session.began`.",
      "schema": {
       "type": "string",
       "minLength": 1,
       "maxLength": 100
      }
     },
     {
      "name": "actor_id",
      "in": "query",
      "schema": {
       "$ref": "#/components/schemas/Id"
      }
     },
     {
      "name": "from",
      "in": "query",
      "description": "Not before this time.",
      "schema": {
       "type": "string",
       "format": "date-time"
      }
     },
     {
      "name": "to",
      "in": "query",
      "description": "Before this time.",
      "schema": {
       "type": "string",
       "format": "date-time"
      }
     },
     {
      "name": "format",
      "in": "query",
      "schema": {
       "$ref": "#/components/schemas/AuditFormat"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "A page of events. As CSV, the cursor of the next page is in `X-Next-Cursor`.",
      "headers": {
       "X-Next-Cursor": {
        "description": "Only with `format=csv`, and only when there is a next page.",
        "schema": {
         "type": "string"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/EventPage"
        },
        "example": {
         "data": [
          {
           "sequence": 7,
           "id": "01991b8e-0000-7000-8000-000000000060",
           "occurred_at": "2029-12-31T15:04:05.123456Z",
           "action": "session.began",
           "actor_id": "01991b8e-0000-7000-8000-00000000000a",
           "target": "session:01991b8e-0000-7000-8000-000000000050",
           "trace_id": "Root=1-00000000-000000000000000000000000",
           "address": "203.0.113.7",
           "user_agent": "curl/8.5.0",
           "before": null,
           "after": null
          }
         ],
         "next_cursor": null
        }
       },
       "text/csv": {
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/consents": {
   "get": {
    "operationId": "ListConsents",
    "tags": [
     "Privacy"
    ],
    "summary": "What you agreed to",
    "description": "Newest first, at most 200, withdrawn ones too.",
    "responses": {
     "200": {
      "description": "Your consents.",
      "content": {
       "application/json": {
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-00000000000f",
           "purpose": "marketing",
           "version": "2026-11",
           "agreed_at": "2026-11-21T09:30:00Z",
           "withdrawn_at": null
          }
         ]
        },
        "schema": {
         "$ref": "#/components/schemas/ConsentList"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "post": {
    "operationId": "GiveConsent",
    "tags": [
     "Privacy"
    ],
    "summary": "Agree to a text",
    "description": "With the version of the text that was shown. Time and address are kept. Agreeing again to the same version changes\nnothing and answers what is there.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewConsent"
       },
       "example": {
        "purpose": "marketing",
        "version": "2026-11"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The consent.",
      "content": {
       "application/json": {
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000f",
         "purpose": "marketing",
         "version": "2026-11",
         "agreed_at": "2026-11-21T09:30:00Z",
         "withdrawn_at": null
        },
        "schema": {
         "$ref": "#/components/schemas/Consent"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/consents/{purpose}": {
   "delete": {
    "operationId": "WithdrawConsent",
    "tags": [
     "Privacy"
    ],
    "summary": "Take a consent back",
    "description": "Every version of it. Terms and privacy are what the account rests on: erase the account instead.\n",
    "parameters": [
     {
      "name": "purpose",
      "in": "path",
      "required": true,
      "description": "What is no purpose is answered 404.",
      "schema": {
       "type": "string",
       "examples": [
        "marketing"
       ]
      }
     }
    ],
    "responses": {
     "204": {
      "description": "Done."
     },
     "409": {
      "description": "`consent_needed`",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "The account rests on it: erase the account instead.",
         "status": 409,
         "code": "consent_needed"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/exports": {
   "post": {
    "operationId": "RequestPersonalExport",
    "tags": [
     "Privacy"
    ],
    "summary": "Ask for a copy of everything that is kept about you",
    "description": "It is made within minutes. Four at once, then two a day. Ask for its state by its id.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`.\n",
    "responses": {
     "202": {
      "description": "The export, to be made.",
      "content": {
       "application/json": {
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000e",
         "kind": "person",
         "state": "queued",
         "created_at": "2026-11-21T09:30:00Z",
         "expires_at": "2026-11-28T09:30:00Z",
         "bytes": 0,
         "download_urls": []
        },
        "schema": {
         "$ref": "#/components/schemas/Export"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/exports/{id}": {
   "parameters": [
    {
     "name": "id",
     "in": "path",
     "required": true,
     "description": "Id of the export. What is no id is answered 404.",
     "schema": {
      "$ref": "#/components/schemas/Id"
     }
    }
   ],
   "get": {
    "operationId": "ShowPersonalExport",
    "tags": [
     "Privacy"
    ],
    "summary": "The state of your export, and where it can be downloaded",
    "description": "The addresses are good for ten minutes and need no token: keep them to yourself. Each file is a JSON document with\nthe rows of each table. The export is deleted after seven days.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`: whoever has the addresses can read there.\n",
    "responses": {
     "200": {
      "description": "The export.",
      "content": {
       "application/json": {
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000e",
         "kind": "person",
         "state": "ready",
         "created_at": "2026-11-21T09:30:00Z",
         "expires_at": "2026-11-28T09:30:00Z",
         "bytes": 20480,
         "download_urls": [
          "https://exports.example.com/person.json?X-Amz-Signature=…"
         ]
        },
        "schema": {
         "$ref": "#/components/schemas/Export"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/me/erasure": {
   "post": {
    "operationId": "RequestPersonalErasure",
    "tags": [
     "Privacy"
    ],
    "summary": "Ask for your account to be erased",
    "description": "It is done when the time to think it over has passed, 14 days unless the operator says otherwise; until then it\ncan be cancelled. A message tells you so. Organizations of which you are the only member go with the account; what\nyou wrote in others stays there without your name. Asking again changes nothing.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PasswordProof"
       },
       "example": {
        "password": "correct horse battery"
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "When it is due.",
      "content": {
       "application/json": {
        "example": {
         "due_at": "2026-12-05T09:30:00Z"
        },
        "schema": {
         "$ref": "#/components/schemas/Erasure"
        }
       }
      }
     },
     "409": {
      "description": "`last_owner`: an organization with other members has no other owner; transfer it first",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "An organization with other members has no other owner. Transfer it first.",
         "status": 409,
         "code": "last_owner"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/StepUpRequired"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "delete": {
    "operationId": "CancelPersonalErasure",
    "tags": [
     "Privacy"
    ],
    "summary": "Keep your account after all",
    "responses": {
     "204": {
      "description": "Done."
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/organization/exports": {
   "post": {
    "operationId": "RequestOrganizationExport",
    "x-acts": [
     "export_organization"
    ],
    "tags": [
     "Privacy"
    ],
    "summary": "Ask for a copy of everything that is kept about the organization",
    "description": "For owners (`owners_only`). Four at once, then two a day.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "202": {
      "description": "The export, to be made.",
      "content": {
       "application/json": {
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000e",
         "kind": "organization",
         "state": "queued",
         "created_at": "2026-11-21T09:30:00Z",
         "expires_at": "2026-11-28T09:30:00Z",
         "bytes": 0,
         "download_urls": []
        },
        "schema": {
         "$ref": "#/components/schemas/Export"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/organization/exports/{id}": {
   "parameters": [
    {
     "name": "id",
     "in": "path",
     "required": true,
     "description": "Id of the export. What is no id is answered 404.",
     "schema": {
      "$ref": "#/components/schemas/Id"
     }
    }
   ],
   "get": {
    "operationId": "ShowOrganizationExport",
    "tags": [
     "Privacy"
    ],
    "summary": "The state of the organization's export, and where it can be downloaded",
    "description": "For owners (`owners_only`). As with your own.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`: whoever has the addresses can read there.\n",
    "responses": {
     "200": {
      "description": "The export.",
      "content": {
       "application/json": {
        "example": {
         "id": "01991b8e-0000-7000-8000-00000000000e",
         "kind": "organization",
         "state": "ready",
         "created_at": "2026-11-21T09:30:00Z",
         "expires_at": "2026-11-28T09:30:00Z",
         "bytes": 20480,
         "download_urls": [
          "https://exports.example.com/person.json?X-Amz-Signature=…"
         ]
        },
        "schema": {
         "$ref": "#/components/schemas/Export"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/organization/erasure": {
   "post": {
    "operationId": "RequestOrganizationErasure",
    "x-acts": [
     "erase_organization"
    ],
    "tags": [
     "Privacy"
    ],
    "summary": "Ask for the organization to be erased, with everything in it",
    "description": "For owners (`owners_only`), by their password. Every owner is told by a message, and can cancel it until it is\ndue. The members keep their accounts. What is published stays published.\nTakes a proof of the last ten minutes, else 403\n`step_up_required`.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PasswordProof"
       },
       "example": {
        "password": "correct horse battery"
       }
      }
     }
    },
    "responses": {
     "202": {
      "description": "When it is due.",
      "content": {
       "application/json": {
        "example": {
         "due_at": "2026-12-05T09:30:00Z"
        },
        "schema": {
         "$ref": "#/components/schemas/Erasure"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "delete": {
    "operationId": "CancelOrganizationErasure",
    "x-acts": [
     "erase_organization"
    ],
    "tags": [
     "Privacy"
    ],
    "summary": "Keep the organization after all",
    "description": "For owners (`owners_only`).",
    "responses": {
     "204": {
      "description": "Done."
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/accounts/connect/{platform}": {
   "post": {
    "operationId": "ConnectAccount",
    "x-acts": [
     "connect_account"
    ],
    "tags": [
     "Accounts"
    ],
    "summary": "Begin to connect an account",
    "description": "Needs the permission `manage_accounts`. Send the person's browser to `authorize_url` within 10 minutes; the\nplatform sends it back to `GET /v1/accounts/callback/{platform}`, which connects nothing without the cookie that is\nset here: call it from a page of the same host. So nobody finishes what another began. An identity that is\nconnected to the workspace already is connected again.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/Platform"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewConnection"
       },
       "example": {
        "workspace_id": "01991b8e-0000-7000-8000-000000000001"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "Send the browser to `authorize_url`. The cookie has to be there when it comes back.",
      "headers": {
       "Set-Cookie": {
        "schema": {
         "type": "string",
         "description": "A cookie of this trip, `__Host-connection-…`, for ten minutes."
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/ConnectionTrip"
        },
        "example": {
         "authorize_url": "https://x.com/i/oauth2/authorize?response_type=code&client_id=…"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/UnknownPlatform"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/accounts/callback/{platform}": {
   "get": {
    "operationId": "CompleteConnection",
    "tags": [
     "Accounts"
    ],
    "summary": "Finish connecting an account",
    "description": "For browsers that come back from a platform's consent page. `state` is sealed by us and names the person,\nthe organization and this one trip; it is good once, for 10 minutes, in the browser that began, which has a cookie\nfor each of its trips (`__Host-connection-…`, eight at a time), as\nlong as the person may connect accounts and the session or API key is good; else what the platform granted is given back.\n",
    "security": [],
    "parameters": [
     {
      "$ref": "#/components/parameters/Platform"
     },
     {
      "name": "state",
      "in": "query",
      "required": true,
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "code",
      "in": "query",
      "description": "Present when the person agreed.",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "error",
      "in": "query",
      "description": "Present when they did not.",
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "error_description",
      "in": "query",
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "The account is connected, and a page, or with `Accept: application/json` the account, says so, with what the\nperson has not granted. When the person may publish as several identities, nothing is\nconnected yet: a page with a form, or the choice itself, for\n`POST /v1/accounts/choices/{token}`.\n",
      "content": {
       "text/html": {
        "schema": {
         "type": "string"
        }
       },
       "application/json": {
        "schema": {
         "oneOf": [
          {
           "$ref": "#/components/schemas/AccountChoice"
          },
          {
           "$ref": "#/components/schemas/AccountList"
          }
         ]
        },
        "example": {
         "choice": "cnc_AZkbjgAAcACAAAAAAAAACgAAAAA",
         "platform": "x",
         "candidates": [
          {
           "id": "01991b8e-0000-7000-8000-000000000001",
           "name": "Ana",
           "kind": "person",
           "is_connected": true
          }
         ]
        }
       }
      }
     },
     "400": {
      "description": "`stale_connection` or `connection_denied`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "stale_connection": {
          "value": {
           "type": "about:blank",
           "title": "This connection was finished, has expired, or began in another browser. Start it again.",
           "status": 400,
           "code": "stale_connection"
          }
         },
         "connection_denied": {
          "value": {
           "type": "about:blank",
           "title": "The account was not connected.",
           "status": 400,
           "code": "connection_denied"
          }
         }
        }
       }
      }
     },
     "403": {
      "$ref": "#/components/responses/ConnectionNotAllowed"
     },
     "404": {
      "$ref": "#/components/responses/UnknownPlatform"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "502": {
      "description": "The platform did not connect the account. `code` is one of the delivery error codes, such as\n`reauthorize` or `platform_unavailable`; `permission_missing` when the person has not granted what publishing\nneeds: `detail` names it.\n",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "reauthorize": {
          "value": {
           "type": "about:blank",
           "title": "The platform did not connect the account.",
           "status": 502,
           "code": "reauthorize"
          }
         },
         "platform_unavailable": {
          "value": {
           "type": "about:blank",
           "title": "The platform did not connect the account.",
           "status": 502,
           "code": "platform_unavailable"
          }
         }
        }
       }
      }
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/accounts/choices/{token}": {
   "post": {
    "operationId": "ChooseAccounts",
    "tags": [
     "Accounts"
    ],
    "summary": "Connect what was chosen after the consent page",
    "description": "For pages, channels and organizations of one person. The token is good once, for 15 minutes. What was\nconnected before is connected again; what is not chosen is forgotten. Browsers send the form of the page\nbefore and get a page.\n",
    "security": [],
    "parameters": [
     {
      "name": "token",
      "in": "path",
      "required": true,
      "schema": {
       "type": "string"
      }
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/ChosenAccounts"
       },
       "example": {
        "account_ids": [
         "01991b8e-0000-7000-8000-000000000002"
        ]
       }
      },
      "application/x-www-form-urlencoded": {
       "schema": {
        "type": "object",
        "additionalProperties": {
         "type": "string"
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The accounts are connected.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/AccountList"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-000000000002",
           "workspace_id": "01991b8e-0000-7000-8000-000000000001",
           "platform": "x",
           "name": "cafe_ana",
           "kind": "person",
           "state": "connected",
           "token_expires_at": "2030-03-01T15:04:05Z",
           "limited_until": null,
           "error": null,
           "missing_permissions": [],
           "created_at": "2029-12-31T15:04:05.123456Z"
          }
         ]
        }
       },
       "text/html": {
        "schema": {
         "type": "string"
        }
       }
      }
     },
     "400": {
      "description": "`stale_connection`: the choice was made, is too old, or is none of ours; or `malformed_json`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "stale_connection": {
          "value": {
           "type": "about:blank",
           "title": "This connection was finished",
           "has expired": null,
           "or began in another browser. Start it again.": null,
           "status": 400,
           "code": "stale_connection"
          }
         },
         "malformed_json": {
          "value": {
           "type": "about:blank",
           "title": "The body is not JSON.",
           "status": 400,
           "code": "malformed_json"
          }
         }
        }
       }
      }
     },
     "403": {
      "$ref": "#/components/responses/ConnectionNotAllowed"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/accounts/{id}/check": {
   "post": {
    "operationId": "CheckAccount",
    "x-acts": [
     "check_account"
    ],
    "tags": [
     "Accounts"
    ],
    "summary": "Ask the platform whether an account is well",
    "description": "Needs the permission `manage_accounts`. The answer is kept: an account whose access the platform took back gets\nthe state `reconnect` with the reason, one that is well again gets `connected`.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/AccountId"
     }
    ],
    "responses": {
     "200": {
      "description": "The account as it stands now.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Account"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-000000000002",
         "workspace_id": "01991b8e-0000-7000-8000-000000000001",
         "platform": "x",
         "name": "cafe_ana",
         "kind": "person",
         "state": "connected",
         "token_expires_at": "2030-03-01T15:04:05Z",
         "limited_until": null,
         "error": null,
         "missing_permissions": [],
         "created_at": "2029-12-31T15:04:05.123456Z"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "502": {
      "description": "The platform could not be asked. `code` is one of the delivery error codes, such as `platform_unavailable`.",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "The platform could not be asked.",
         "status": 502,
         "code": "platform_unavailable"
        }
       }
      }
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/accounts/{id}/options": {
   "get": {
    "operationId": "ListAccountOptions",
    "tags": [
     "Accounts"
    ],
    "summary": "What an account may choose from for its options",
    "description": "Needs the permission `write_own`. Asks the platform: Pinterest's boards (`board_id`), TikTok's levels of privacy\n(`privacy_level`) and what the creator has switched off, YouTube's categories (`category_id`). Empty for platforms\nwhose options do not depend on the account. A choice's `value` is what a variant's `options` take.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/AccountId"
     }
    ],
    "responses": {
     "200": {
      "description": "The options.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/AccountOptionList"
        },
        "example": {
         "data": [
          {
           "name": "board_id",
           "required": true,
           "choices": [
            {
             "value": "549755885175",
             "label": "Recipes"
            }
           ]
          }
         ]
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "502": {
      "description": "The platform did not answer the question. `code` is one of the delivery error codes, such as `reauthorize`.",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "The platform did not let the account be used.",
         "status": 502,
         "code": "reauthorize"
        }
       }
      }
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/accounts/{id}": {
   "delete": {
    "operationId": "DisconnectAccount",
    "x-acts": [
     "disconnect_account"
    ],
    "tags": [
     "Accounts"
    ],
    "summary": "Disconnect an account",
    "description": "Needs the permission `manage_accounts`. The access is given back at the platform and the tokens are forgotten.\nPosts, permalinks and figures stay; connecting the same identity again goes on with them.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/AccountId"
     },
     {
      "name": "force",
      "in": "query",
      "description": "Also when posts are planned for it; they fail at their time.",
      "schema": {
       "type": "boolean",
       "default": false
      }
     }
    ],
    "responses": {
     "204": {
      "description": "It is disconnected."
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`posts_planned`: posts are planned for it.",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "Posts are planned for this account: 3.",
         "status": 409,
         "code": "posts_planned"
        }
       }
      }
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/accounts": {
   "get": {
    "operationId": "ListAccounts",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Accounts"
    ],
    "summary": "List the accounts of a workspace",
    "description": "Oldest first, without those that were disconnected. The list of a workspace that is not yours is empty.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/WorkspaceId"
     },
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of accounts.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/AccountPage"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-000000000002",
           "workspace_id": "01991b8e-0000-7000-8000-000000000001",
           "platform": "x",
           "name": "cafe_ana",
           "kind": "person",
           "state": "connected",
           "token_expires_at": "2030-03-01T15:04:05Z",
           "limited_until": null,
           "error": null,
           "missing_permissions": [],
           "created_at": "2029-12-31T15:04:05.123456Z"
          }
         ],
         "next_cursor": null
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/preflight": {
   "post": {
    "operationId": "PreflightPost",
    "x-acts": [],
    "tags": [
     "Posts"
    ],
    "summary": "Check a post without storing it",
    "description": "Needs the permission `write_own`. Takes what `POST /v1/posts` takes, and answers for each account with everything\nthat its platform would refuse, what may make the post late, and how much may still be written, counted as the\nplatform counts. The same rules are applied when a post is stored, when it is scheduled, ten minutes before it is\ndue and once more right before it is published. 422 is only for a body that cannot be read.\n",
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewPost"
       },
       "example": {
        "workspace_id": "01991b8e-0000-7000-8000-000000000001",
        "content": {
         "text": "Fresh coffee today https://example.com/menu"
        },
        "account_ids": [
         "01991b8e-0000-7000-8000-000000000002",
         "01991b8e-0000-7000-8000-000000000003"
        ]
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "What stands against the post.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Preflight"
        },
        "example": {
         "publishable": false,
         "violations": [],
         "accounts": [
          {
           "account_id": "01991b8e-0000-7000-8000-000000000002",
           "platform": "x",
           "name": "cafe_ana",
           "publishable": true,
           "violations": [],
           "warnings": [],
           "texts": [
            {
             "pointer": "/content/text",
             "unit": "weighted_characters",
             "length": 42,
             "limit": 280,
             "remaining": 238
            }
           ]
          },
          {
           "account_id": "01991b8e-0000-7000-8000-000000000003",
           "platform": "instagram",
           "name": "cafe.ana",
           "publishable": false,
           "violations": [
            {
             "pointer": "/content/media",
             "code": "media_required",
             "detail": "cafe.ana: Instagram needs an image or a video."
            }
           ],
           "warnings": [
            {
             "pointer": "/account_ids/1",
             "code": "access_ends",
             "detail": "The access to cafe.ana ends at 2029-12-31T15:04:05Z: connect it again before that."
            }
           ],
           "texts": [
            {
             "pointer": "/content/text",
             "unit": "characters",
             "length": 43,
             "limit": 2200,
             "remaining": 2157
            }
           ]
          }
         ]
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/posts": {
   "post": {
    "operationId": "CreatePost",
    "x-acts": [
     "compose_post",
     "schedule"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "Create a post",
    "description": "Needs the permission `write_own`, and `publish` with `scheduled_at`: then the post is scheduled at once, else it is a\ndraft.\nEverything that the platforms would refuse is refused here, with all its reasons. A complaint about\nsomething that a variant gives points into the variant, else into the base content.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewPost"
       },
       "example": {
        "workspace_id": "01991b8e-0000-7000-8000-000000000001",
        "content": {
         "text": "Fresh coffee today",
         "media": [
          {
           "url": "https://example.com/coffee.jpg",
           "alt_text": "A cup of coffee"
          }
         ]
        },
        "account_ids": [
         "01991b8e-0000-7000-8000-000000000002",
         "01991b8e-0000-7000-8000-000000000003"
        ],
        "variants": {
         "01991b8e-0000-7000-8000-000000000003": {
          "text": "Fresh coffee today #coffee"
         }
        },
        "scheduled_at": "2030-01-01T09:00:00Z"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "The post.",
      "headers": {
       "Location": {
        "description": "Path of the post.",
        "schema": {
         "type": "string"
        }
       },
       "ETag": {
        "$ref": "#/components/headers/ETag"
       },
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Post"
        },
        "example": {
         "id": "01991b8e-0000-7000-8000-000000000010",
         "workspace_id": "01991b8e-0000-7000-8000-000000000001",
         "author_id": "01991b8e-0000-7000-8000-00000000000a",
         "state": "scheduled",
         "version": 1,
         "content": {
          "text": "Fresh coffee today",
          "media": [
           {
            "id": null,
            "url": "https://example.com/coffee.jpg",
            "alt_text": "A cup of coffee"
           }
          ],
          "link": null,
          "thread": [],
          "title": null,
          "first_comment": null,
          "options": {}
         },
         "scheduled_at": "2030-01-01T09:00:00Z",
         "created_at": "2029-12-31T15:04:05.123456Z",
         "updated_at": "2029-12-31T15:04:05.123456Z",
         "deliveries": [
          {
           "id": "01991b8e-0000-7000-8000-000000000020",
           "account_id": "01991b8e-0000-7000-8000-000000000002",
           "platform": "x",
           "state": "scheduled",
           "variant": {},
           "due_at": "2030-01-01T09:00:00Z",
           "published_at": null,
           "removed_at": null,
           "remote_id": null,
           "permalink": null,
           "error": null,
           "warning": null,
           "risks": [],
           "waiting_for": null,
           "attempts": []
          }
         ]
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "get": {
    "operationId": "ListPosts",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "List the posts of a workspace",
    "description": "Newest first. The list of a workspace that is not yours is empty.",
    "parameters": [
     {
      "$ref": "#/components/parameters/WorkspaceId"
     },
     {
      "name": "state",
      "in": "query",
      "description": "Only posts in this state.",
      "schema": {
       "$ref": "#/components/schemas/PostState"
      }
     },
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of posts.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/PostPage"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-000000000010",
           "workspace_id": "01991b8e-0000-7000-8000-000000000001",
           "author_id": "01991b8e-0000-7000-8000-00000000000a",
           "state": "scheduled",
           "version": 1,
           "content": {
            "text": "Fresh coffee today",
            "media": [
             {
              "id": null,
              "url": "https://example.com/coffee.jpg",
              "alt_text": "A cup of coffee"
             }
            ],
            "link": null,
            "thread": [],
            "title": null,
            "first_comment": null,
            "options": {}
           },
           "scheduled_at": "2030-01-01T09:00:00Z",
           "created_at": "2029-12-31T15:04:05.123456Z",
           "updated_at": "2029-12-31T15:04:05.123456Z",
           "deliveries": [
            {
             "id": "01991b8e-0000-7000-8000-000000000020",
             "account_id": "01991b8e-0000-7000-8000-000000000002",
             "platform": "x",
             "state": "scheduled",
             "variant": {},
             "due_at": "2030-01-01T09:00:00Z",
             "published_at": null,
             "removed_at": null,
             "remote_id": null,
             "permalink": null,
             "error": null,
             "warning": null,
             "risks": [],
             "waiting_for": null,
             "attempts": []
            }
           ]
          }
         ],
         "next_cursor": null
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/posts/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/PostId"
    }
   ],
   "get": {
    "operationId": "ShowPost",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "Show a post with its deliveries and attempts",
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "patch": {
    "operationId": "UpdatePost",
    "x-acts": [
     "change_post",
     "change_planned",
     "schedule"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "Change a post",
    "description": "Needs the permission `write_own`, or `write_any` for the post of someone else. Members that are not named\nstay as they are, within `content` too. `account_ids` and `variants` are replaced as a whole; an account\nthat was tried cannot be taken off. A new `scheduled_at` schedules the deliveries that are not out yet. Whatever\ngives a time to a delivery, or changes what goes out at the time that it has, needs `publish` besides.\nRefused while a delivery is being sent or its outcome is being found out.\n\nWhat is published, or was, is a fact: 409 `already_published`, with the accounts, for whatever would change what was\nsent on one of them, or leave it out. As long as the post is not out on all of its accounts, the others are changed by\ntheir variants, a new time, or taken off; what `variants` leaves out of what is published stays as it is.\n",
    "parameters": [
     {
      "name": "If-Match",
      "in": "header",
      "required": true,
      "description": "The version that was changed, as `ETag` or `version` gave it; or several; or `*` for whichever there is.",
      "schema": {
       "type": "string",
       "pattern": "^(\\*|(W/)?(\"[0-9]{1,18}\"|[0-9]{1,18})(, ?(W/)?(\"[0-9]{1,18}\"|[0-9]{1,18}))*)$",
       "examples": [
        "\"3\"",
        "*"
       ]
      }
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PostPatch"
       },
       "example": {
        "content": {
         "text": "Fresh coffee today, and cake"
        }
       }
      }
     }
    },
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`being_published`, `already_published` or `already_tried`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "being_published": {
          "value": {
           "type": "about:blank",
           "title": "The post is being published right now, or its outcome is being checked.",
           "status": 409,
           "code": "being_published"
          }
         },
         "already_published": {
          "value": {
           "type": "about:blank",
           "title": "What is published cannot be changed here.",
           "status": 409,
           "detail": "It is out on cafe (x, 01991b8e-0000-7000-8000-000000000001). Change what is not out yet by the variants of the other accounts, or write a new post.",
           "code": "already_published"
          }
         },
         "already_tried": {
          "value": {
           "type": "about:blank",
           "title": "An account on which the post was tried cannot be taken off it.",
           "status": 409,
           "code": "already_tried"
          }
         }
        }
       }
      }
     },
     "412": {
      "$ref": "#/components/responses/StaleVersion"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "428": {
      "description": "`version_required`: send `If-Match`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "Send If-Match with the post's version, so that no change is overwritten.",
         "status": 428,
         "code": "version_required"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "delete": {
    "operationId": "DeletePost",
    "x-acts": [
     "delete_post"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "Delete a post",
    "description": "Needs the permission `write_own`, or `write_any` for the post of someone else. What is published stays on\nits platform; what is not published never will be. Refused while a delivery is being sent or its outcome is\nbeing found out.\n",
    "parameters": [
     {
      "name": "If-Match",
      "in": "header",
      "description": "The version that is to be deleted, or several; without it, or with `*`, whichever there is.",
      "schema": {
       "type": "string",
       "pattern": "^(\\*|(W/)?(\"[0-9]{1,18}\"|[0-9]{1,18})(, ?(W/)?(\"[0-9]{1,18}\"|[0-9]{1,18}))*)$",
       "examples": [
        "\"3\"",
        "*"
       ]
      }
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "204": {
      "description": "Deleted.",
      "headers": {
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`being_published`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "The post is being published right now, or its outcome is being checked.",
         "status": 409,
         "code": "being_published"
        }
       }
      }
     },
     "412": {
      "$ref": "#/components/responses/StaleVersion"
     },
     "422": {
      "$ref": "#/components/responses/IdempotencyKeyReused"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/posts/{id}/schedule": {
   "post": {
    "operationId": "SchedulePost",
    "x-acts": [
     "schedule"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "Schedule or reschedule a post",
    "description": "Needs the permission `publish`. Gives every delivery that is draft, scheduled, queued or missed the new\ntime. Accounts and content are checked again, with the complaints of `POST /v1/posts`.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/PostId"
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/PostSchedule"
       },
       "example": {
        "at": "2030-01-01T09:00:00Z"
       }
      }
     }
    },
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "$ref": "#/components/responses/NotSchedulable"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/posts/{id}/publish": {
   "post": {
    "operationId": "PublishPost",
    "x-acts": [
     "schedule"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "Publish a post now",
    "description": "Needs the permission `publish`. Makes every delivery that is draft, scheduled, queued or missed due now. The\nanswer does not wait for the platforms. A body is ignored.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/PostId"
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "400": {
      "$ref": "#/components/responses/InvalidIdempotencyKey"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "$ref": "#/components/responses/NotSchedulable"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/posts/{id}/cancel": {
   "post": {
    "operationId": "CancelPost",
    "x-acts": [
     "cancel_post"
    ],
    "tags": [
     "Posts"
    ],
    "summary": "Cancel what is not published yet",
    "description": "Needs the permission `write_own`, or `write_any` for the post of someone else. Deliveries that are draft,\nscheduled, queued, failed, missed or in review become `cancelled`, for good. A body is ignored.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/PostId"
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "400": {
      "$ref": "#/components/responses/InvalidIdempotencyKey"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`not_cancellable`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "A post that is published has nothing left to cancel.",
         "status": 409,
         "code": "not_cancellable"
        }
       }
      }
     },
     "422": {
      "$ref": "#/components/responses/IdempotencyKeyReused"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/deliveries/{id}/retry": {
   "post": {
    "operationId": "RetryDelivery",
    "x-acts": [
     "retry_delivery"
    ],
    "tags": [
     "Publishing"
    ],
    "summary": "Try a failed or missed delivery again, now",
    "description": "Needs the permission `publish`. The other deliveries of the post are not touched. Of one that is published with a\n`warning`, the rest alone is published. A body is ignored. Answers with the post.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/DeliveryId"
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "400": {
      "$ref": "#/components/responses/InvalidIdempotencyKey"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`not_retryable`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "A delivery that is draft cannot be tried again; only failed and missed ones can, and the rest of one that is partly out.",
         "status": 409,
         "code": "not_retryable"
        }
       }
      }
     },
     "422": {
      "$ref": "#/components/responses/IdempotencyKeyReused"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/deliveries/{id}/resolve": {
   "post": {
    "operationId": "ResolveDelivery",
    "x-acts": [
     "resolve_delivery"
    ],
    "tags": [
     "Publishing"
    ],
    "summary": "Say what became of a delivery in review",
    "description": "Needs the permission `publish`, and `write_own`, or `write_any` for the post of someone else. For deliveries in\n`needs_review`: they were sent, and the platform could not confirm it. Look at the platform first. Answers with the\npost.\n\nOf what is `published`, `remote_id` is the platform's own id, in the form that it has there, and the platform is\nasked about it before it is believed: 422 with `not_on_this_account`, `belongs_to_another_delivery` or\n`made_before_the_attempt`, 502 when it does not answer; nothing is changed then. Where no platform tells, as of posts\nof LinkedIn's members, the word is taken, but taking the post down by it takes `write_any`. `permalink` is an `https`\naddress at the platform; the one that the platform tells goes before it. With another outcome neither is kept.\n\nOf what is partly out (it has a `published_at`), it is the next part that is asked about: `published` with its\n`remote_id` goes on with what follows it, `publish_again` sends it again, `failed` leaves the post `published` with a\n`warning`.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/DeliveryId"
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/Resolution"
       },
       "example": {
        "outcome": "published",
        "permalink": "https://x.com/cafe_ana/status/1"
       }
      }
     }
    },
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`not_resolvable`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "A delivery that is published needs no decision.",
         "status": 409,
         "code": "not_resolvable"
        }
       }
      }
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "502": {
      "description": "The platform could not be asked. `code` is one of the delivery error codes, such as `platform_unavailable`.",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "The platform could not be asked about this id. Nothing was changed.",
         "status": 502,
         "code": "platform_unavailable"
        }
       }
      }
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/deliveries/{id}/take-down": {
   "post": {
    "operationId": "TakeDownDelivery",
    "x-acts": [
     "take_down",
     "take_down_unconfirmed"
    ],
    "tags": [
     "Publishing"
    ],
    "summary": "Take a published delivery down",
    "description": "Needs the permission `publish`, and `write_own`, or `write_any` for the post of someone else, and for what no platform\nhas confirmed to be the delivery. The delivery is `removing` until its platform has removed the post, a thread with\nall its parts, then `removed`. When it cannot be removed it is `published` again, with the reason as its `error`.\nInstagram and TikTok let only people do this: `only_by_people`, with the post's address. A body is ignored.\nAnswers with the post.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/DeliveryId"
     },
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "200": {
      "$ref": "#/components/responses/Post"
     },
     "400": {
      "$ref": "#/components/responses/InvalidIdempotencyKey"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`not_removable` or `only_by_people`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "not_removable": {
          "value": {
           "type": "about:blank",
           "title": "A delivery that is draft cannot be taken down; only a published one whose id is known can.",
           "status": 409,
           "code": "not_removable"
          }
         },
         "only_by_people": {
          "value": {
           "type": "about:blank",
           "title": "Instagram lets only people delete posts: do it in the app.",
           "status": 409,
           "code": "only_by_people",
           "detail": "It is at https://www.instagram.com/p/DDx1/."
          }
         }
        }
       }
      }
     },
     "422": {
      "$ref": "#/components/responses/IdempotencyKeyReused"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/media": {
   "post": {
    "operationId": "CreateUpload",
    "x-acts": [
     "upload_media"
    ],
    "tags": [
     "Media"
    ],
    "summary": "Begin to upload an image or a video",
    "description": "Needs the permission `write_own`. Send the file itself by one request to `upload.url`, with exactly the headers\nof `upload.headers`; the address is good for an hour. What is sent by it after\nthe file was looked at changes nothing. Its bytes count at once towards what the\norganization may keep (`quota_exceeded`, with `usage`), and no longer when it was rejected, deleted, or did not come\nwithin two hours. At most 1,000 uploads may be under way (`too_many_uploads`). When it has arrived it is looked at: its `state` goes from\n`pending` to `ready`, or to `rejected` with the reason. JPEG, PNG, GIF and WebP up to 50 MiB, MP4 and QuickTime\nup to 5 GiB.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/NewMedia"
       },
       "example": {
        "workspace_id": "01991b8e-0000-7000-8000-000000000001",
        "file_name": "coffee.jpg",
        "content_type": "image/jpeg",
        "bytes": 183204,
        "alt_text": "A cup of coffee"
       }
      }
     }
    },
    "responses": {
     "201": {
      "description": "Where to send it.",
      "headers": {
       "Idempotent-Replayed": {
        "$ref": "#/components/headers/IdempotentReplayed"
       }
      },
      "content": {
       "application/json": {
        "example": {
         "media": {
          "id": "01991b8e-0000-7000-8000-0000000000d1",
          "workspace_id": "01991b8e-0000-7000-8000-000000000001",
          "file_name": "coffee.jpg",
          "state": "pending",
          "bytes": 183204,
          "content_type": null,
          "width": null,
          "height": null,
          "duration_ms": null,
          "video_codec": null,
          "sound_codec": null,
          "frame_rate": null,
          "coding": null,
          "alt_text": "A cup of coffee",
          "error": null,
          "url": null,
          "created_at": "2029-12-31T15:04:05Z"
         },
         "upload": {
          "method": "PUT",
          "url": "https://media.example.com/media/coffee?X-Amz-Signature=…",
          "headers": {
           "content-type": "image/jpeg",
           "content-length": "183204"
          },
          "expires_at": "2029-12-31T16:04:05Z"
         }
        },
        "schema": {
         "$ref": "#/components/schemas/CreatedUpload"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "description": "`quota_exceeded`; `too_many_uploads`; `forbidden`, `missing_scope`, `address_not_allowed`, `cross_site`, `no_organization` or `second_factor_required`, as everywhere",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "examples": {
         "quota_exceeded": {
          "value": {
           "type": "about:blank",
           "title": "The organization's media library has no room for this file.",
           "status": 403,
           "code": "quota_exceeded",
           "detail": "107374000000 bytes are used and 183204 reserved with this upload; 107374182400 are allowed.",
           "usage": {
            "used": 107374000000,
            "reserved": 183204,
            "quota": 107374182400
           }
          }
         },
         "too_many_uploads": {
          "value": {
           "type": "about:blank",
           "title": "Too many uploads were begun and have not come yet.",
           "status": 403,
           "code": "too_many_uploads"
          }
         },
         "missing_scope": {
          "value": {
           "type": "about:blank",
           "title": "This API key does not have the scope write_own.",
           "status": 403,
           "code": "missing_scope"
          }
         },
         "forbidden": {
          "value": {
           "type": "about:blank",
           "title": "Your role does not include the permission write_own.",
           "status": 403,
           "code": "forbidden"
          }
         },
         "address_not_allowed": {
          "value": {
           "type": "about:blank",
           "title": "This API key may not be used from here.",
           "status": 403,
           "code": "address_not_allowed"
          }
         },
         "cross_site": {
          "value": {
           "type": "about:blank",
           "title": "A request with cookies has to come from this site.",
           "status": 403,
           "code": "cross_site"
          }
         },
         "second_factor_required": {
          "value": {
           "type": "about:blank",
           "title": "Your organization demands a second factor. Add one: POST /v1/me/mfa/totp, then confirm it by a code.",
           "status": 403,
           "code": "second_factor_required"
          }
         },
         "no_organization": {
          "value": {
           "type": "about:blank",
           "title": "You are not a member of an organization.",
           "status": 403,
           "code": "no_organization"
          }
         }
        }
       }
      }
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "get": {
    "operationId": "ListMedia",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Media"
    ],
    "summary": "List the media library of a workspace",
    "description": "Newest first. The list of a workspace that is not yours is empty. `usage` is what the whole organization keeps.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/WorkspaceId"
     },
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of files.",
      "content": {
       "application/json": {
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-0000000000d1",
           "workspace_id": "01991b8e-0000-7000-8000-000000000001",
           "file_name": "coffee.jpg",
           "state": "ready",
           "bytes": 183204,
           "content_type": "image/jpeg",
           "width": 1600,
           "height": 1200,
           "duration_ms": null,
           "video_codec": null,
           "sound_codec": null,
           "frame_rate": null,
           "coding": {
            "pixel_format": "yuvj420p",
            "chroma": "4:2:0",
            "depth": 8,
            "interlaced": false,
            "transfer": null,
            "sound_channels": null,
            "sound_rate": null,
            "pictures": 1,
            "orientation": 1
           },
           "alt_text": "A cup of coffee",
           "error": null,
           "url": "https://media.example.com/media/coffee?X-Amz-Signature=…",
           "created_at": "2029-12-31T15:04:05Z"
          }
         ],
         "next_cursor": null,
         "usage": {
          "used": 183204,
          "reserved": 0,
          "quota": 107374182400
         }
        },
        "schema": {
         "$ref": "#/components/schemas/MediaPage"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/media/{id}": {
   "parameters": [
    {
     "$ref": "#/components/parameters/MediaId"
    }
   ],
   "get": {
    "operationId": "ShowMedia",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Media"
    ],
    "summary": "Show a file of the media library",
    "description": "With the variants that were made of it for platforms that do not take it as it is.",
    "responses": {
     "200": {
      "description": "The file.",
      "content": {
       "application/json": {
        "example": {
         "id": "01991b8e-0000-7000-8000-0000000000d1",
         "workspace_id": "01991b8e-0000-7000-8000-000000000001",
         "file_name": "coffee.jpg",
         "state": "ready",
         "bytes": 183204,
         "content_type": "image/jpeg",
         "width": 1600,
         "height": 1200,
         "duration_ms": null,
         "video_codec": null,
         "sound_codec": null,
         "frame_rate": null,
         "coding": {
          "pixel_format": "yuvj420p",
          "chroma": "4:2:0",
          "depth": 8,
          "interlaced": false,
          "transfer": null,
          "sound_channels": null,
          "sound_rate": null,
          "pictures": 1,
          "orientation": 1
         },
         "alt_text": "A cup of coffee",
         "error": null,
         "url": "https://media.example.com/media/coffee?X-Amz-Signature=…",
         "created_at": "2029-12-31T15:04:05Z",
         "variants": [
          {
           "purposes": [
            {
             "platform": "instagram",
             "reason": "Instagram takes 8388608 bytes; this has 9183204."
            }
           ],
           "state": "ready",
           "content_type": "image/jpeg",
           "bytes": 402114,
           "width": 1600,
           "height": 1200,
           "duration_ms": null,
           "url": "https://media.example.com/variants/coffee?X-Amz-Signature=…",
           "error": null,
           "created_at": "2029-12-31T15:04:09Z"
          }
         ]
        },
        "schema": {
         "$ref": "#/components/schemas/MediaFileWithVariants"
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "patch": {
    "operationId": "UpdateMedia",
    "x-acts": [
     "describe_media",
     "change_planned"
    ],
    "tags": [
     "Media"
    ],
    "summary": "Describe a file",
    "description": "Needs the permission `write_own`, or `write_any` for the file of someone else; `publish` too while a post with it has\na time, since it goes out with that. Posts that give no alt text of their own get this one.\n",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "$ref": "#/components/schemas/MediaPatch"
       },
       "example": {
        "alt_text": "Two cups of coffee"
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "The file.",
      "content": {
       "application/json": {
        "example": {
         "id": "01991b8e-0000-7000-8000-0000000000d1",
         "workspace_id": "01991b8e-0000-7000-8000-000000000001",
         "file_name": "coffee.jpg",
         "state": "ready",
         "bytes": 183204,
         "content_type": "image/jpeg",
         "width": 1600,
         "height": 1200,
         "duration_ms": null,
         "video_codec": null,
         "sound_codec": null,
         "frame_rate": null,
         "coding": {
          "pixel_format": "yuvj420p",
          "chroma": "4:2:0",
          "depth": 8,
          "interlaced": false,
          "transfer": null,
          "sound_channels": null,
          "sound_rate": null,
          "pictures": 1,
          "orientation": 1
         },
         "alt_text": "Two cups of coffee",
         "error": null,
         "url": "https://media.example.com/media/coffee?X-Amz-Signature=…",
         "created_at": "2029-12-31T15:04:05Z"
        },
        "schema": {
         "$ref": "#/components/schemas/MediaFile"
        }
       }
      }
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "413": {
      "$ref": "#/components/responses/BodyTooLarge"
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedMediaType"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   },
   "delete": {
    "operationId": "DeleteMedia",
    "x-acts": [
     "delete_media"
    ],
    "tags": [
     "Media"
    ],
    "summary": "Delete a file",
    "description": "Needs the permission `write_any`. What was published with it stays on the platforms.",
    "parameters": [
     {
      "$ref": "#/components/parameters/IdempotencyKey"
     }
    ],
    "responses": {
     "204": {
      "description": "It is deleted."
     },
     "400": {
      "$ref": "#/components/responses/BadRequest"
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "404": {
      "$ref": "#/components/responses/NotFound"
     },
     "409": {
      "description": "`media_in_use`: a post that is not published yet needs it.",
      "content": {
       "application/problem+json": {
        "example": {
         "type": "about:blank",
         "title": "A post that is not published yet needs it.",
         "status": 409,
         "code": "media_in_use"
        },
        "schema": {
         "$ref": "#/components/schemas/Problem"
        }
       }
      }
     },
     "422": {
      "$ref": "#/components/responses/IdempotencyKeyReused"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/webhooks/meta": {
   "get": {
    "operationId": "ReceiveMetaWebhook.handshake",
    "tags": [
     "Inbox"
    ],
    "summary": "Answer Meta's check of the webhook's address",
    "security": [],
    "parameters": [
     {
      "name": "hub.mode",
      "in": "query",
      "required": true,
      "schema": {
       "type": "string",
       "const": "subscribe"
      }
     },
     {
      "name": "hub.challenge",
      "in": "query",
      "required": true,
      "schema": {
       "type": "string"
      }
     },
     {
      "name": "hub.verify_token",
      "in": "query",
      "required": true,
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "The challenge.",
      "content": {
       "text/plain": {
        "schema": {
         "type": "string"
        },
        "example": "1158201444"
       }
      }
     },
     "403": {
      "description": "`wrong_verify_token`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "The verify token is not the one registered.",
         "status": 403,
         "code": "wrong_verify_token"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     }
    }
   },
   "post": {
    "operationId": "ReceiveMetaWebhook",
    "tags": [
     "Inbox"
    ],
    "summary": "Receive Meta's events",
    "description": "The body is kept and put into the queue before it is acknowledged; the same bytes are kept once.\n",
    "security": [],
    "parameters": [
     {
      "name": "X-Hub-Signature-256",
      "in": "header",
      "required": true,
      "description": "`sha256=` and the hexadecimal HMAC-SHA256 of the raw body, keyed by the app secret.",
      "schema": {
       "type": "string",
       "pattern": "^sha256=[0-9a-fA-F]{64}$"
      }
     }
    ],
    "requestBody": {
     "required": true,
     "content": {
      "application/json": {
       "schema": {
        "type": "object",
        "description": "As Meta documents it; only `instagram` / `comments` is used."
       },
       "example": {
        "object": "instagram",
        "entry": [
         {
          "id": "17841400000000001",
          "time": 1893488400,
          "changes": [
           {
            "field": "comments",
            "value": {
             "id": "18000000000000001",
             "text": "Lovely",
             "from": {
              "id": "1790",
              "username": "ben"
             },
             "media": {
              "id": "17900000000000001"
             }
            }
           }
          ]
         }
        ]
       }
      }
     }
    },
    "responses": {
     "200": {
      "description": "Kept.",
      "content": {
       "text/plain": {
        "schema": {
         "type": "string",
         "const": "EVENT_RECEIVED"
        }
       }
      }
     },
     "401": {
      "description": "`wrong_signature`",
      "content": {
       "application/problem+json": {
        "schema": {
         "$ref": "#/components/schemas/Problem"
        },
        "example": {
         "type": "about:blank",
         "title": "X-Hub-Signature-256 does not belong to this body.",
         "status": 401,
         "code": "wrong_signature"
        }
       }
      }
     },
     "415": {
      "$ref": "#/components/responses/UnsupportedContentCoding"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/comments": {
   "get": {
    "operationId": "ListComments",
    "x-acts": [
     "see"
    ],
    "tags": [
     "Inbox"
    ],
    "summary": "List the comments on the posts of a workspace",
    "description": "Newest first. The list of a workspace that is not yours is empty.",
    "parameters": [
     {
      "$ref": "#/components/parameters/WorkspaceId"
     },
     {
      "$ref": "#/components/parameters/Limit"
     },
     {
      "$ref": "#/components/parameters/Cursor"
     }
    ],
    "responses": {
     "200": {
      "description": "A page of comments.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/CommentPage"
        },
        "example": {
         "data": [
          {
           "id": "01991b8e-0000-7000-8000-000000000040",
           "account_id": "01991b8e-0000-7000-8000-000000000002",
           "post_id": "01991b8e-0000-7000-8000-000000000010",
           "delivery_id": "01991b8e-0000-7000-8000-000000000020",
           "platform": "x",
           "remote_id": "1",
           "parent_remote_id": null,
           "author": {
            "id": "1790",
            "name": "ben"
           },
           "text": "Lovely",
           "received_at": "2030-01-01T10:00:00Z"
          }
         ],
         "next_cursor": null
        }
       }
      }
     },
     "401": {
      "$ref": "#/components/responses/Unauthorized"
     },
     "403": {
      "$ref": "#/components/responses/Forbidden"
     },
     "422": {
      "$ref": "#/components/responses/InvalidRequest"
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  },
  "/v1/status": {
   "get": {
    "operationId": "ShowStatus",
    "tags": [
     "Operations"
    ],
    "summary": "Show the state of each part",
    "security": [],
    "responses": {
     "200": {
      "description": "Every part is healthy.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Status"
        },
        "example": {
         "publishing": {
          "healthy": true,
          "oldest_due_unfinished_at": null,
          "unknown_outcomes": 0,
          "waiting": [],
          "platforms_held": []
         },
         "timers": {
          "healthy": true,
          "last_tick_at": "2030-01-01T09:00:00.1Z"
         },
         "database": {
          "healthy": true
         },
         "queues": {
          "healthy": true,
          "publish": 0,
          "upload": 0,
          "inbox": 0
         },
         "status": "ok"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "description": "A part is not healthy. The same form; a part that does not answer has only `healthy`.",
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/UnavailableStatus"
        },
        "example": {
         "database": {
          "healthy": false
         },
         "queues": {
          "healthy": true,
          "publish": 0,
          "upload": 0,
          "inbox": 0
         },
         "status": "unhealthy"
        }
       }
      }
     }
    }
   }
  },
  "/openapi.json": {
   "get": {
    "operationId": "ShowDescription",
    "tags": [
     "Operations"
    ],
    "summary": "Show this description",
    "description": "As JSON. It changes with a deployment only; send its `ETag` back as `If-None-Match`.",
    "security": [],
    "parameters": [
     {
      "name": "If-None-Match",
      "in": "header",
      "description": "The `ETag` of what you have.",
      "schema": {
       "type": "string"
      }
     }
    ],
    "responses": {
     "200": {
      "description": "The description.",
      "headers": {
       "ETag": {
        "description": "Digest of the description.",
        "schema": {
         "type": "string"
        }
       },
       "Cache-Control": {
        "schema": {
         "type": "string",
         "const": "no-cache"
        }
       }
      },
      "content": {
       "application/json": {
        "schema": {
         "$ref": "#/components/schemas/Description"
        },
        "example": {
         "openapi": "3.1.0",
         "info": {
          "title": "ClientNest",
          "version": "1"
         },
         "paths": {},
         "components": {}
        }
       }
      }
     },
     "304": {
      "description": "You have it already.",
      "headers": {
       "ETag": {
        "description": "Digest of the description.",
        "schema": {
         "type": "string"
        }
       },
       "Cache-Control": {
        "schema": {
         "type": "string",
         "const": "no-cache"
        }
       }
      }
     },
     "429": {
      "$ref": "#/components/responses/TooManyRequests"
     },
     "500": {
      "$ref": "#/components/responses/InternalError"
     },
     "503": {
      "$ref": "#/components/responses/Unavailable"
     }
    }
   }
  }
 },
 "components": {
  "securitySchemes": {
   "bearer": {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token (RFC 9068, signed by Ed25519), good for 15 minutes; or an API key, `cn_live_…`."
   },
   "cookie": {
    "type": "apiKey",
    "in": "cookie",
    "name": "__Host-session",
    "description": "An access token that logging in with `cookie` has set."
   }
  },
  "parameters": {
   "IdempotencyKey": {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Any text of your own that names this one intent, such as a UUID.",
    "schema": {
     "type": "string",
     "minLength": 1,
     "maxLength": 255
    }
   },
   "WorkspaceId": {
    "name": "workspace_id",
    "in": "query",
    "required": true,
    "schema": {
     "$ref": "#/components/schemas/Id"
    }
   },
   "Limit": {
    "name": "limit",
    "in": "query",
    "description": "How many at most.",
    "schema": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "default": 50
    }
   },
   "Cursor": {
    "name": "cursor",
    "in": "query",
    "description": "The `next_cursor` of the page before.",
    "schema": {
     "type": "string",
     "pattern": "^[A-Za-z0-9_-]{21}[AQgw]$"
    }
   },
   "Provider": {
    "name": "provider",
    "in": "path",
    "required": true,
    "description": "Another one is answered 404.",
    "schema": {
     "$ref": "#/components/schemas/Provider"
    }
   },
   "SecondFactorId": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "Id of the second factor. What is no id is answered 404.",
    "schema": {
     "$ref": "#/components/schemas/Id"
    }
   },
   "APIKeyId": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "Id of the API key. What is no id is answered 404.",
    "schema": {
     "$ref": "#/components/schemas/Id"
    }
   },
   "AccountId": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "Id of the account. What is no id is answered 404.",
    "schema": {
     "$ref": "#/components/schemas/Id"
    }
   },
   "Platform": {
    "name": "platform",
    "in": "path",
    "required": true,
    "schema": {
     "$ref": "#/components/schemas/Platform"
    }
   },
   "PostId": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "Id of the post. What is no id is answered 404.",
    "schema": {
     "$ref": "#/components/schemas/Id"
    }
   },
   "DeliveryId": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "Id of the delivery. What is no id is answered 404.",
    "schema": {
     "$ref": "#/components/schemas/Id"
    }
   },
   "MediaId": {
    "name": "id",
    "in": "path",
    "required": true,
    "description": "Id of the file. What is no id is answered 404.",
    "schema": {
     "$ref": "#/components/schemas/Id"
    }
   }
  },
  "headers": {
   "ETag": {
    "description": "The post's version in quotes; for `If-Match`.",
    "schema": {
     "type": "string",
     "examples": [
      "\"3\""
     ]
    }
   },
   "AcceptEncoding": {
    "description": "The codings of a body that are taken, when it came in another one.",
    "schema": {
     "type": "string",
     "const": "identity"
    }
   },
   "IdempotentReplayed": {
    "description": "Present when this is the answer of an earlier request with the same `Idempotency-Key`.",
    "schema": {
     "type": "string",
     "const": "true"
    }
   },
   "RetryAfter": {
    "description": "Seconds to wait.",
    "schema": {
     "type": "integer",
     "minimum": 1
    }
   },
   "RateLimit": {
    "description": "What is left of the quota that is nearest to its end.",
    "schema": {
     "type": "string",
     "examples": [
      "\"user\";r=599;t=1"
     ]
    }
   },
   "RateLimitPolicy": {
    "description": "The quotas that counted the request.",
    "schema": {
     "type": "string",
     "examples": [
      "\"address\";q=6000;w=60, \"user\";q=600;w=60, \"organization\";q=6000;w=60"
     ]
    }
   }
  },
  "responses": {
   "TooManyRequests": {
    "description": "`too_many_requests`",
    "headers": {
     "Retry-After": {
      "$ref": "#/components/headers/RetryAfter"
     },
     "RateLimit": {
      "$ref": "#/components/headers/RateLimit"
     },
     "RateLimit-Policy": {
      "$ref": "#/components/headers/RateLimitPolicy"
     }
    },
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "Too many requests. Try again later.",
       "status": 429,
       "code": "too_many_requests"
      }
     }
    }
   },
   "Post": {
    "description": "The post.",
    "headers": {
     "ETag": {
      "$ref": "#/components/headers/ETag"
     },
     "Idempotent-Replayed": {
      "$ref": "#/components/headers/IdempotentReplayed"
     }
    },
    "content": {
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/Post"
      },
      "example": {
       "id": "01991b8e-0000-7000-8000-000000000010",
       "workspace_id": "01991b8e-0000-7000-8000-000000000001",
       "author_id": "01991b8e-0000-7000-8000-00000000000a",
       "state": "scheduled",
       "version": 1,
       "content": {
        "text": "Fresh coffee today",
        "media": [
         {
          "id": null,
          "url": "https://example.com/coffee.jpg",
          "alt_text": "A cup of coffee"
         }
        ],
        "link": null,
        "thread": [],
        "title": null,
        "first_comment": null,
        "options": {}
       },
       "scheduled_at": "2030-01-01T09:00:00Z",
       "created_at": "2029-12-31T15:04:05.123456Z",
       "updated_at": "2029-12-31T15:04:05.123456Z",
       "deliveries": [
        {
         "id": "01991b8e-0000-7000-8000-000000000020",
         "account_id": "01991b8e-0000-7000-8000-000000000002",
         "platform": "x",
         "state": "scheduled",
         "variant": {},
         "due_at": "2030-01-01T09:00:00Z",
         "published_at": null,
         "removed_at": null,
         "remote_id": null,
         "permalink": null,
         "error": null,
         "warning": null,
         "risks": [],
         "waiting_for": null,
         "attempts": []
        }
       ]
      }
     }
    }
   },
   "BadRequest": {
    "description": "`malformed_json`, `invalid_idempotency_key` or `invalid_if_match`",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "examples": {
       "malformed_json": {
        "value": {
         "type": "about:blank",
         "title": "The body is not JSON.",
         "status": 400,
         "code": "malformed_json"
        }
       },
       "invalid_idempotency_key": {
        "value": {
         "type": "about:blank",
         "title": "An Idempotency-Key has 1 to 255 characters.",
         "status": 400,
         "code": "invalid_idempotency_key"
        }
       },
       "invalid_if_match": {
        "value": {
         "type": "about:blank",
         "title": "If-Match holds the post's version, as its ETag gives it, or *.",
         "status": 400,
         "code": "invalid_if_match"
        }
       }
      }
     }
    }
   },
   "InvalidIdempotencyKey": {
    "description": "`invalid_idempotency_key`",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "An Idempotency-Key has 1 to 255 characters.",
       "status": 400,
       "code": "invalid_idempotency_key"
      }
     }
    }
   },
   "Unauthorized": {
    "description": "`invalid_token`: log in again",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "The token is missing, expired or not valid. Log in again.",
       "status": 401,
       "code": "invalid_token"
      }
     }
    }
   },
   "Forbidden": {
    "description": "`forbidden`: the role lacks the permission; `missing_scope`: the API key lacks the scope; `person_required`: no API key may do this; `address_not_allowed`: not with this API key from there; `cross_site`: with cookies, from another site; `owners_only`; `no_organization`; `second_factor_required`: the organization demands a second factor, and you have none; or `step_up_required`",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "examples": {
       "missing_scope": {
        "value": {
         "type": "about:blank",
         "title": "The API key has not the scope publish.",
         "status": 403,
         "code": "missing_scope"
        }
       },
       "person_required": {
        "value": {
         "type": "about:blank",
         "title": "No API key may do this: send the token of a person.",
         "status": 403,
         "code": "person_required"
        }
       },
       "address_not_allowed": {
        "value": {
         "type": "about:blank",
         "title": "This API key may not be used from here.",
         "status": 403,
         "code": "address_not_allowed"
        }
       },
       "cross_site": {
        "value": {
         "type": "about:blank",
         "title": "A request with cookies has to come from this site.",
         "status": 403,
         "code": "cross_site"
        }
       },
       "second_factor_required": {
        "value": {
         "type": "about:blank",
         "title": "Your organization demands a second factor. Add one: POST /v1/me/mfa/totp, then confirm it by a code.",
         "status": 403,
         "code": "second_factor_required"
        }
       },
       "forbidden": {
        "value": {
         "type": "about:blank",
         "title": "Your role does not include the permission publish.",
         "status": 403,
         "code": "forbidden"
        }
       },
       "owners_only": {
        "value": {
         "type": "about:blank",
         "title": "Only an owner can do this.",
         "status": 403,
         "code": "owners_only"
        }
       },
       "no_organization": {
        "value": {
         "type": "about:blank",
         "title": "You are not a member of an organization.",
         "status": 403,
         "code": "no_organization"
        }
       }
      }
     }
    }
   },
   "StepUpRequired": {
    "description": "`step_up_required`: see `POST /v1/me/sessions/current/step-up`",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "Prove once more who you are: your last log-in is too long ago for this.",
       "status": 403,
       "code": "step_up_required"
      }
     }
    }
   },
   "NotFound": {
    "description": "`not_found`; what belongs to another organization is not found either",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "There is no such post.",
       "status": 404,
       "code": "not_found"
      }
     }
    }
   },
   "BodyTooLarge": {
    "description": "`body_too_large`: more than 1 MiB. Above 10 MB the gateway answers in its own form.",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "The body is larger than 1048576 bytes.",
       "status": 413,
       "code": "body_too_large"
      }
     },
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/GatewayMessage"
      }
     }
    }
   },
   "UnsupportedMediaType": {
    "description": "`unsupported_media_type`: send `application/json`; or `unsupported_content_coding`: send it without `Content-Encoding`",
    "headers": {
     "Accept-Encoding": {
      "$ref": "#/components/headers/AcceptEncoding"
     }
    },
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "examples": {
       "unsupported_media_type": {
        "value": {
         "type": "about:blank",
         "title": "Send the body as application/json, in UTF-8.",
         "status": 415,
         "code": "unsupported_media_type"
        }
       },
       "unsupported_content_coding": {
        "value": {
         "type": "about:blank",
         "title": "Send the body as it is, without Content-Encoding.",
         "status": 415,
         "code": "unsupported_content_coding",
         "detail": "The coding gzip is not taken."
        }
       }
      }
     }
    }
   },
   "InvalidRequest": {
    "description": "`invalid_request` with every field that is wrong, or `idempotency_key_reused`",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "examples": {
       "invalid_request": {
        "value": {
         "type": "about:blank",
         "title": "The request has fields that are not valid.",
         "status": 422,
         "code": "invalid_request",
         "errors": [
          {
           "pointer": "/content/text",
           "code": "too_long",
           "detail": "cafe_ana: X takes 280 weighted characters here; there are 301."
          },
          {
           "pointer": "/scheduled_at",
           "code": "past",
           "detail": "This time is over."
          }
         ]
        }
       },
       "idempotency_key_reused": {
        "value": {
         "type": "about:blank",
         "title": "This Idempotency-Key was used for a different request.",
         "status": 422,
         "code": "idempotency_key_reused"
        }
       }
      }
     }
    }
   },
   "IdempotencyKeyReused": {
    "description": "`idempotency_key_reused`: the key was used for a different request",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "This Idempotency-Key was used for a different request.",
       "status": 422,
       "code": "idempotency_key_reused"
      }
     }
    }
   },
   "InternalError": {
    "description": "`internal_error`; only the log holds the cause",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "Something went wrong on our side.",
       "status": 500,
       "code": "internal_error"
      }
     },
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/GatewayMessage"
      }
     }
    }
   },
   "Unavailable": {
    "description": "`unavailable`: the database does not answer; `provider_unavailable`: a provider that signs people in does not. May be tried again.",
    "headers": {
     "Retry-After": {
      "$ref": "#/components/headers/RetryAfter"
     }
    },
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "examples": {
       "unavailable": {
        "value": {
         "type": "about:blank",
         "title": "The service cannot answer at the moment. Try again shortly.",
         "status": 503,
         "code": "unavailable"
        }
       },
       "provider_unavailable": {
        "value": {
         "type": "about:blank",
         "title": "The provider does not answer. Try again shortly.",
         "status": 503,
         "code": "provider_unavailable"
        }
       }
      }
     },
     "application/json": {
      "schema": {
       "$ref": "#/components/schemas/GatewayMessage"
      }
     }
    }
   },
   "IssuedAPIKey": {
    "description": "The key. `key` is in no later answer.",
    "headers": {
     "Idempotent-Replayed": {
      "$ref": "#/components/headers/IdempotentReplayed"
     }
    },
    "content": {
     "application/json": {
      "example": {
       "id": "01991b8e-0000-7000-8000-0000000000e1",
       "name": "Reports",
       "prefix": "cn_live_4fZ0aQx7",
       "scopes": [
        "read"
       ],
       "workspace_ids": null,
       "allowed_addresses": null,
       "created_by": "01991b8e-0000-7000-8000-00000000000a",
       "created_at": "2029-12-31T15:04:05Z",
       "expires_at": "2030-12-31T00:00:00Z",
       "last_used_at": null,
       "key": "cn_live_4fZ0aQx7_0Q2mZ7rY1vT8kLx5cN3bW9dF6gH4jS0aP2eU1iRqOyB3xXb1k"
      },
      "schema": {
       "$ref": "#/components/schemas/IssuedAPIKey"
      }
     }
    }
   },
   "ConnectionNotAllowed": {
    "description": "`connection_not_allowed`: whoever began is no member any more who may connect accounts, or their session or API key has ended",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "Whoever began this connection may not connect accounts any more. What the platform granted was given back.",
       "status": 403,
       "code": "connection_not_allowed"
      }
     }
    }
   },
   "UnknownPlatform": {
    "description": "`unknown_platform`; `detail` names the known ones",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "There is no such platform.",
       "status": 404,
       "code": "unknown_platform"
      }
     }
    }
   },
   "NotSchedulable": {
    "description": "`not_schedulable`: no delivery is left that could be scheduled",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "A post that is published has nothing left to schedule.",
       "status": 409,
       "code": "not_schedulable"
      }
     }
    }
   },
   "StaleVersion": {
    "description": "`stale_version`: someone else changed the post; nothing was overwritten",
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "The post was changed by someone else. Load it again; nothing was overwritten.",
       "status": 412,
       "code": "stale_version",
       "detail": "The current version is 4."
      }
     }
    }
   },
   "UnsupportedContentCoding": {
    "description": "`unsupported_content_coding`: send the body without `Content-Encoding`",
    "headers": {
     "Accept-Encoding": {
      "$ref": "#/components/headers/AcceptEncoding"
     }
    },
    "content": {
     "application/problem+json": {
      "schema": {
       "$ref": "#/components/schemas/Problem"
      },
      "example": {
       "type": "about:blank",
       "title": "Send the body as it is, without Content-Encoding.",
       "status": 415,
       "code": "unsupported_content_coding",
       "detail": "The coding gzip is not taken."
      }
     }
    }
   }
  },
  "schemas": {
   "Name": {
    "description": "One line of which people see something.",
    "type": "string",
    "minLength": 1,
    "maxLength": 200
   },
   "ShortName": {
    "description": "One line of which people see something.",
    "type": "string",
    "minLength": 1,
    "maxLength": 100
   },
   "Id": {
    "type": "string",
    "format": "uuid",
    "examples": [
     "01991b8e-0000-7000-8000-000000000001"
    ]
   },
   "Time": {
    "type": "string",
    "format": "date-time",
    "description": "RFC 3339, up to microseconds; answers are in UTC."
   },
   "OptionalTime": {
    "type": [
     "string",
     "null"
    ],
    "format": "date-time"
   },
   "NextCursor": {
    "type": [
     "string",
     "null"
    ],
    "description": "Null on the last page."
   },
   "Platform": {
    "type": "string",
    "pattern": "^[a-z]{1,30}$",
    "examples": [
     "x",
     "instagram"
    ]
   },
   "Organization": {
    "type": "object",
    "required": [
     "id",
     "name"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     }
    }
   },
   "OrganizationDetail": {
    "allOf": [
     {
      "$ref": "#/components/schemas/Organization"
     },
     {
      "type": "object",
      "required": [
       "requires_second_factor"
      ],
      "properties": {
       "requires_second_factor": {
        "type": "boolean",
        "description": "Whether members without one are kept out."
       }
      }
     }
    ]
   },
   "Workspace": {
    "type": "object",
    "required": [
     "id",
     "name",
     "time_zone"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     },
     "time_zone": {
      "type": "string",
      "examples": [
       "Europe/Berlin"
      ]
     }
    }
   },
   "Role": {
    "type": "string",
    "enum": [
     "owner",
     "admin",
     "manager",
     "author",
     "approver",
     "viewer"
    ]
   },
   "StoredMedia": {
    "type": "object",
    "required": [
     "id",
     "url",
     "alt_text"
    ],
    "properties": {
     "id": {
      "type": [
       "string",
       "null"
      ]
     },
     "url": {
      "type": [
       "string",
       "null"
      ]
     },
     "alt_text": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "MediaUsage": {
    "type": "object",
    "description": "What an organization keeps in its media library, in bytes.",
    "required": [
     "used",
     "reserved",
     "quota"
    ],
    "properties": {
     "used": {
      "type": "integer",
      "description": "Files that are ready, and what was made of them for platforms."
     },
     "reserved": {
      "type": "integer",
      "description": "Uploads that were begun and have not come yet."
     },
     "quota": {
      "type": "integer",
      "description": "What both together may be."
     }
    }
   },
   "StoredContent": {
    "type": "object",
    "required": [
     "text",
     "media",
     "link",
     "thread",
     "title",
     "first_comment",
     "options"
    ],
    "properties": {
     "text": {
      "type": "string"
     },
     "media": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/StoredMedia"
      }
     },
     "link": {
      "type": [
       "string",
       "null"
      ]
     },
     "thread": {
      "type": "array",
      "items": {
       "type": "string"
      }
     },
     "title": {
      "type": [
       "string",
       "null"
      ]
     },
     "first_comment": {
      "type": [
       "string",
       "null"
      ]
     },
     "options": {
      "type": "object"
     }
    }
   },
   "Post": {
    "type": "object",
    "required": [
     "id",
     "workspace_id",
     "author_id",
     "state",
     "version",
     "content",
     "scheduled_at",
     "created_at",
     "updated_at",
     "deliveries"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "workspace_id": {
      "$ref": "#/components/schemas/Id"
     },
     "author_id": {
      "$ref": "#/components/schemas/Id"
     },
     "state": {
      "$ref": "#/components/schemas/PostState"
     },
     "version": {
      "type": "integer",
      "minimum": 1,
      "description": "Grows with every change that a person makes."
     },
     "content": {
      "$ref": "#/components/schemas/StoredContent"
     },
     "scheduled_at": {
      "$ref": "#/components/schemas/OptionalTime"
     },
     "created_at": {
      "$ref": "#/components/schemas/Time"
     },
     "updated_at": {
      "$ref": "#/components/schemas/Time"
     },
     "deliveries": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Delivery"
      }
     }
    }
   },
   "PostState": {
    "type": "string",
    "description": "The roll-up of the deliveries: the first of these that holds. `needs_review` or `unknown`: some delivery is.\n`publishing`: some are being sent, or some are out and others still scheduled. `scheduled`: some are.\n`published`: all are. `partial`: some are, the others will not be. `failed`, `missed`, `draft`: some are.\n`removed`: some are, and none is out. `cancelled`: all are.\n",
    "enum": [
     "draft",
     "scheduled",
     "publishing",
     "published",
     "partial",
     "unknown",
     "needs_review",
     "failed",
     "missed",
     "cancelled",
     "removed"
    ]
   },
   "Delivery": {
    "type": "object",
    "description": "The post on one account.",
    "required": [
     "id",
     "account_id",
     "platform",
     "state",
     "variant",
     "due_at",
     "published_at",
     "removed_at",
     "remote_id",
     "permalink",
     "error",
     "warning",
     "risks",
     "waiting_for",
     "attempts"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "account_id": {
      "$ref": "#/components/schemas/Id"
     },
     "platform": {
      "$ref": "#/components/schemas/Platform"
     },
     "state": {
      "$ref": "#/components/schemas/DeliveryState"
     },
     "variant": {
      "type": "object",
      "description": "What this account has in place of the base content."
     },
     "due_at": {
      "$ref": "#/components/schemas/OptionalTime"
     },
     "published_at": {
      "$ref": "#/components/schemas/OptionalTime"
     },
     "removed_at": {
      "$ref": "#/components/schemas/OptionalTime"
     },
     "remote_id": {
      "type": [
       "string",
       "null"
      ],
      "description": "The platform's id; of a thread",
      "that of its first part.": null
     },
     "permalink": {
      "type": [
       "string",
       "null"
      ],
      "description": "May come a little after `published_at`."
     },
     "error": {
      "oneOf": [
       {
        "type": "null"
       },
       {
        "$ref": "#/components/schemas/DeliveryError"
       }
      ]
     },
     "warning": {
      "description": "Of what is published in several requests (a post and its comment, the parts of a thread): why the rest of it is not out,\nthough the first part is. `POST /v1/deliveries/{id}/retry` publishes the rest alone.\n",
      "oneOf": [
       {
        "type": "null"
       },
       {
        "$ref": "#/components/schemas/DeliveryWarning"
       }
      ]
     },
     "risks": {
      "type": "array",
      "description": "What was found to stand against it ten minutes ahead. Empty again when the post is changed.",
      "items": {
       "$ref": "#/components/schemas/FieldError"
      }
     },
     "waiting_for": {
      "oneOf": [
       {
        "type": "null"
       },
       {
        "$ref": "#/components/schemas/Wait"
       }
      ]
     },
     "attempts": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Attempt"
      }
     }
    }
   },
   "DeliveryWarning": {
    "type": "object",
    "required": [
     "pointer",
     "step",
     "code",
     "detail",
     "remedy"
    ],
    "properties": {
     "pointer": {
      "type": "string",
      "description": "The first text that is missing: `/first_comment`, `/thread/1`."
     },
     "step": {
      "type": "integer",
      "description": "As in `attempts`."
     },
     "code": {
      "type": "string",
      "description": "One of the delivery error codes, or `cancelled`."
     },
     "detail": {
      "type": [
       "string",
       "null"
      ],
      "description": "A sentence for people."
     },
     "remedy": {
      "type": "string",
      "description": "What to do about it."
     }
    }
   },
   "Wait": {
    "type": "object",
    "description": "What a delivery waits for that is due and not out. Null when it waits for nothing.",
    "required": [
     "reason",
     "detail",
     "since",
     "until"
    ],
    "properties": {
     "reason": {
      "$ref": "#/components/schemas/WaitReason"
     },
     "detail": {
      "type": [
       "string",
       "null"
      ],
      "description": "A sentence for people."
     },
     "since": {
      "type": "string",
      "format": "date-time",
      "description": "When it was due."
     },
     "until": {
      "$ref": "#/components/schemas/OptionalTime",
      "description": "Null when nobody can tell."
     }
    }
   },
   "WaitReason": {
    "type": "string",
    "description": "`account_limit`: the platform takes nothing more from this account. `application_limit`: nor from ClientNest, for\nany account. `platform_gate`: the platform answers nothing but errors and is left alone for half a minute.\n`retry`: it failed and is tried again. `pacing`: late posts of one account go out one after the other.\n`preparation`: its media are fetched, converted or uploaded. `turn`: other posts with media of the organization\nare before it. `answer`: it is being sent. `platform`: the platform has it and works on it. `confirmation`: its\nanswer was lost, and the platform is asked. `removal`: it is being taken down. `dispatch`, `queue`, `recovery`:\nit waits for us, and after a minute `GET /v1/status` is unhealthy.\n",
    "enum": [
     "account_limit",
     "application_limit",
     "platform_gate",
     "retry",
     "pacing",
     "preparation",
     "turn",
     "answer",
     "platform",
     "confirmation",
     "removal",
     "dispatch",
     "queue",
     "recovery"
    ]
   },
   "DeliveryState": {
    "type": "string",
    "description": "`draft`: has no time. `scheduled`: waits for its time. `queued`: a message for it is on its way. `claimed`: a\nworker prepares it. `sending`: the request is out. `pending_remote`: the platform accepted it and is busy\n(reserved; no platform of today needs it). `unknown`: nobody knows whether it arrived; the platform is being\nasked. `needs_review`: the platform could not tell; a person decides. `published`: it is out, or its first part is:\nsee `warning`. What is partly out is never `failed`, `missed` or `cancelled`; while the rest of it is under way,\n`remote_id`, `permalink` and `published_at` are those of the first part.\n`removing`: it is being taken down. `cancelled`, `removed`: final. `failed`, `missed`: may be tried again.\n",
    "enum": [
     "draft",
     "scheduled",
     "queued",
     "claimed",
     "sending",
     "pending_remote",
     "unknown",
     "published",
     "failed",
     "needs_review",
     "cancelled",
     "missed",
     "removing",
     "removed"
    ]
   },
   "DeliveryErrorCode": {
    "type": "string",
    "description": "`reauthorize`: connect the account again. `permission_missing`: connect it with wider permission.\n`rate_limited`, `platform_unavailable`: tried again by itself until it has failed 8 times.\n`media_unavailable`: so is this; an address that the post names does not give its media. `storage_unavailable`:\nthe same of a file of the library. `quota_exhausted`: sent when the platform's quota of the day or month begins\nanew. `application_limited`: sent when the platform takes more from ClientNest again, for all accounts.\n`duplicate_content`, `content_rejected`, `media_rejected`, `account_restricted`, `platform_refused`: the\nplatform said no. `not_found_on_platform`: the board, page or post that it names is not there.\n`application_refused`: the platform refused the application itself, for all accounts; an operator has to look.\n`outcome_unknown`: being found out. `needs_review`: resolve it. `missed`: too late by the\nworkspace's rule. `not_published`: a member looked and it is not there.\n",
    "enum": [
     "reauthorize",
     "permission_missing",
     "rate_limited",
     "quota_exhausted",
     "application_limited",
     "media_unavailable",
     "storage_unavailable",
     "duplicate_content",
     "content_rejected",
     "media_rejected",
     "account_restricted",
     "not_found_on_platform",
     "application_refused",
     "platform_unavailable",
     "outcome_unknown",
     "platform_refused",
     "needs_review",
     "missed",
     "not_published"
    ]
   },
   "Attempt": {
    "type": "object",
    "description": "One request to the platform that was meant to publish. Written before it goes out.",
    "required": [
     "step",
     "started_at",
     "finished_at",
     "outcome",
     "http_status",
     "error_code",
     "error_detail"
    ],
    "properties": {
     "step": {
      "type": "integer",
      "minimum": 0,
      "description": "Position within a thread; 0 for a single post."
     },
     "started_at": {
      "$ref": "#/components/schemas/Time"
     },
     "finished_at": {
      "$ref": "#/components/schemas/OptionalTime"
     },
     "outcome": {
      "description": "Null while it is open; `accepted`: a part of a thread is out and more follow.",
      "anyOf": [
       {
        "$ref": "#/components/schemas/AttemptOutcome"
       },
       {
        "type": "null"
       }
      ]
     },
     "http_status": {
      "type": [
       "integer",
       "null"
      ]
     },
     "error_code": {
      "type": [
       "string",
       "null"
      ],
      "description": "The platform's own code: `190/463`, `http_503`."
     },
     "error_detail": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "Problem": {
    "type": "object",
    "description": "An error (RFC 9457).",
    "required": [
     "type",
     "title",
     "status",
     "code"
    ],
    "properties": {
     "type": {
      "type": "string",
      "const": "about:blank"
     },
     "title": {
      "type": "string"
     },
     "status": {
      "type": "integer"
     },
     "code": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/ProblemCode"
       },
       {
        "$ref": "#/components/schemas/DeliveryErrorCode"
       }
      ]
     },
     "detail": {
      "type": "string"
     },
     "errors": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/FieldError"
      }
     },
     "usage": {
      "$ref": "#/components/schemas/MediaUsage",
      "description": "Of `quota_exceeded`."
     }
    }
   },
   "ProblemCode": {
    "type": "string",
    "description": "Every code, by status.",
    "enum": [
     "malformed_json",
     "invalid_idempotency_key",
     "invalid_if_match",
     "stale_connection",
     "connection_denied",
     "stale_sign_in",
     "sign_in_denied",
     "untrusted_token",
     "invalid_token",
     "wrong_credentials",
     "wrong_signature",
     "wrong_code",
     "invalid_challenge",
     "forbidden",
     "owners_only",
     "no_organization",
     "wrong_verify_token",
     "address_not_allowed",
     "cross_site",
     "email_not_verified",
     "missing_scope",
     "quota_exceeded",
     "too_many_uploads",
     "person_required",
     "second_factor_required",
     "step_up_required",
     "connection_not_allowed",
     "not_found",
     "unknown_platform",
     "invalid_link",
     "unknown_provider",
     "email_taken",
     "already_verified",
     "last_owner",
     "already_member",
     "already_owner",
     "posts_planned",
     "already_published",
     "being_published",
     "already_tried",
     "not_schedulable",
     "not_cancellable",
     "not_retryable",
     "not_resolvable",
     "not_removable",
     "only_by_people",
     "account_exists",
     "consent_needed",
     "last_way_in",
     "media_in_use",
     "no_second_factor",
     "provider_linked",
     "sign_in_taken",
     "too_many_factors",
     "stale_version",
     "body_too_large",
     "unsupported_media_type",
     "unsupported_content_coding",
     "invalid_request",
     "idempotency_key_reused",
     "version_required",
     "too_many_requests",
     "internal_error",
     "unavailable",
     "provider_unavailable"
    ]
   },
   "FieldError": {
    "type": "object",
    "required": [
     "pointer",
     "code",
     "detail"
    ],
    "properties": {
     "pointer": {
      "type": "string",
      "description": "A JSON pointer (RFC 6901) into the body, or the name of a query parameter."
     },
     "code": {
      "$ref": "#/components/schemas/FieldErrorCode"
     },
     "detail": {
      "type": "string"
     }
    }
   },
   "FieldErrorCode": {
    "type": "string",
    "enum": [
     "required",
     "unknown_field",
     "duplicate_field",
     "wrong_type",
     "invalid_character",
     "too_short",
     "too_long",
     "too_few",
     "too_many",
     "repeated",
     "unknown_value",
     "out_of_range",
     "invalid_cursor",
     "invalid_email",
     "unknown_time_zone",
     "unknown_workspace",
     "unknown_account",
     "account_reconnect",
     "account_disconnected",
     "account_limited",
     "access_ends",
     "invalid_url",
     "private_address",
     "past",
     "media_required",
     "media_mixed",
     "media_type",
     "ambiguous",
     "conflict",
     "invalid_network",
     "media_aspect",
     "media_pending",
     "media_rejected",
     "media_too_small",
     "one_of",
     "text_required",
     "too_many_cashtags",
     "unknown_media",
     "unsupported_type",
     "wrong_choice",
     "wrong_code",
     "wrong_format",
     "not_on_this_account",
     "belongs_to_another_delivery",
     "made_before_the_attempt",
     "wrong_value",
     "media_too_large",
     "too_many_pictures",
     "not_convertible",
     "media_duration",
     "media_dimensions",
     "unknown_option",
     "too_many_hashtags",
     "too_many_mentions",
     "not_supported",
     "common_password",
     "wrong_password",
     "unchanged",
     "unknown_format",
     "too_large",
     "aspect_ratio",
     "dimensions"
    ]
   },
   "GatewayMessage": {
    "type": "object",
    "description": "An answer of the gateway itself.",
    "required": [
     "message"
    ],
    "properties": {
     "message": {
      "type": "string"
     }
    }
   },
   "DeliveryError": {
    "type": "object",
    "required": [
     "code",
     "detail"
    ],
    "properties": {
     "code": {
      "$ref": "#/components/schemas/DeliveryErrorCode"
     },
     "detail": {
      "type": [
       "string",
       "null"
      ],
      "description": "A sentence for people."
     }
    }
   },
   "AttemptOutcome": {
    "type": "string",
    "enum": [
     "published",
     "accepted",
     "retry",
     "failed",
     "unknown"
    ]
   },
   "PasswordProof": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "password"
    ],
    "properties": {
     "password": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000,
      "format": "password"
     }
    }
   },
   "Provider": {
    "type": "string",
    "enum": [
     "google",
     "microsoft"
    ]
   },
   "SignInTrip": {
    "type": "object",
    "required": [
     "authorize_url"
    ],
    "properties": {
     "authorize_url": {
      "type": "string",
      "format": "uri"
     }
    }
   },
   "SignIn": {
    "type": "object",
    "required": [
     "provider",
     "email",
     "created_at",
     "used_at"
    ],
    "properties": {
     "provider": {
      "$ref": "#/components/schemas/Provider"
     },
     "email": {
      "type": [
       "string",
       "null"
      ],
      "description": "The address there when it was used last."
     },
     "created_at": {
      "$ref": "#/components/schemas/Time"
     },
     "used_at": {
      "$ref": "#/components/schemas/Time"
     }
    }
   },
   "LogInChallenge": {
    "type": "object",
    "required": [
     "mfa_required",
     "challenge",
     "expires_in"
    ],
    "properties": {
     "mfa_required": {
      "type": "boolean",
      "const": true
     },
     "challenge": {
      "type": "string",
      "examples": [
       "cnc_AZkbjgAAcACAAAAAAAAACg"
      ]
     },
     "expires_in": {
      "type": "integer",
      "const": 300,
      "description": "Seconds."
     }
    }
   },
   "OptionalCode": {
    "type": [
     "string",
     "null"
    ],
    "minLength": 6,
    "maxLength": 50,
    "pattern": "^\\s*(\\S\\s*){6}$",
    "description": "The six digits that the authenticator app shows; spaces do not count. The app's clock may be a period early or late."
   },
   "OptionalRecoveryCode": {
    "type": [
     "string",
     "null"
    ],
    "minLength": 1,
    "maxLength": 100,
    "description": "Case, spaces and hyphens do not count."
   },
   "RecoveryCodes": {
    "type": "array",
    "minItems": 10,
    "maxItems": 10,
    "items": {
     "type": "string",
     "examples": [
      "k3vq-2abc-defg-hijk-lmno-pqrs"
     ]
    }
   },
   "SecondFactor": {
    "type": "object",
    "required": [
     "id",
     "name",
     "created_at",
     "used_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     },
     "created_at": {
      "$ref": "#/components/schemas/Time"
     },
     "used_at": {
      "$ref": "#/components/schemas/OptionalTime"
     }
    }
   },
   "LinkUse": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "name": {
      "$ref": "#/components/schemas/Name"
     },
     "password": {
      "type": "string",
      "minLength": 8,
      "maxLength": 1000,
      "format": "password"
     },
     "revoke_api_keys": {
      "type": [
       "boolean",
       "null"
      ],
      "description": "Whether the API keys that the person made end too."
     },
     "unlink_sign_ins": {
      "type": [
       "boolean",
       "null"
      ],
      "description": "Whether linked providers are unlinked too."
     }
    }
   },
   "LinkForm": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "name": {
      "$ref": "#/components/schemas/Name"
     },
     "password": {
      "type": "string",
      "minLength": 8,
      "maxLength": 1000,
      "format": "password"
     },
     "revoke_api_keys": {
      "type": "string",
      "const": "on",
      "description": "That the API keys that the person made end too."
     },
     "unlink_sign_ins": {
      "type": "string",
      "const": "on",
      "description": "That linked providers are unlinked too."
     }
    }
   },
   "KeptAPIKey": {
    "type": "object",
    "description": "An API key that a new password leaves good.",
    "required": [
     "id",
     "name",
     "prefix",
     "organization",
     "expires_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     },
     "prefix": {
      "type": "string",
      "description": "What the key begins with."
     },
     "organization": {
      "$ref": "#/components/schemas/OrganizationName"
     },
     "expires_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time"
     }
    }
   },
   "OpenSession": {
    "type": "object",
    "required": [
     "id",
     "is_current",
     "address",
     "user_agent",
     "used_at",
     "created_at",
     "expires_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "is_current": {
      "type": "boolean"
     },
     "address": {
      "type": [
       "string",
       "null"
      ],
      "description": "Where it began."
     },
     "user_agent": {
      "type": [
       "string",
       "null"
      ]
     },
     "used_at": {
      "type": "string",
      "format": "date-time",
      "description": "When its tokens were last renewed."
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "expires_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "Registration": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "email",
     "password",
     "name",
     "organization"
    ],
    "properties": {
     "email": {
      "type": "string",
      "format": "email",
      "minLength": 3,
      "maxLength": 254,
      "description": "Kept in lower case."
     },
     "password": {
      "type": "string",
      "minLength": 8,
      "maxLength": 1000
     },
     "name": {
      "$ref": "#/components/schemas/Name"
     },
     "organization": {
      "$ref": "#/components/schemas/Name",
      "description": "Also names the first workspace."
     },
     "time_zone": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 64,
      "default": "UTC",
      "description": "Name in the IANA time zone database of the first workspace's zone, older names too, and in any case; it is kept in\nits own spelling. POSIX zones are refused (`unknown_time_zone`): `UTC+8` is eight hours west to them.\n"
     }
    }
   },
   "Credentials": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "email",
     "password"
    ],
    "properties": {
     "email": {
      "type": "string",
      "format": "email",
      "minLength": 3,
      "maxLength": 254
     },
     "password": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000
     },
     "cookie": {
      "type": [
       "boolean",
       "null"
      ],
      "default": false,
      "description": "Whether the tokens are set as the cookies `__Host-session` and `__Host-refresh` and not told."
     }
    }
   },
   "AnySession": {
    "description": "With `cookie` the tokens are in `Set-Cookie`.",
    "anyOf": [
     {
      "$ref": "#/components/schemas/Session"
     },
     {
      "$ref": "#/components/schemas/CookieSession"
     }
    ]
   },
   "Session": {
    "type": "object",
    "required": [
     "access_token",
     "refresh_token",
     "expires_in",
     "token_type"
    ],
    "properties": {
     "access_token": {
      "type": "string"
     },
     "refresh_token": {
      "type": "string",
      "description": "Good once. The session ends 30 days after logging in."
     },
     "expires_in": {
      "type": "integer",
      "const": 900,
      "description": "Life of the access token in seconds."
     },
     "token_type": {
      "type": "string",
      "const": "Bearer"
     }
    }
   },
   "User": {
    "type": "object",
    "required": [
     "id",
     "email",
     "name"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "email": {
      "type": "string",
      "format": "email"
     },
     "name": {
      "type": "string"
     }
    }
   },
   "CurrentUser": {
    "type": "object",
    "required": [
     "user",
     "memberships"
    ],
    "properties": {
     "user": {
      "$ref": "#/components/schemas/User"
     },
     "memberships": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Membership"
      }
     }
    }
   },
   "OrganizationName": {
    "type": "object",
    "required": [
     "id",
     "name"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     }
    }
   },
   "CookieSession": {
    "type": "object",
    "required": [
     "expires_in"
    ],
    "properties": {
     "expires_in": {
      "type": "integer",
      "const": 900,
      "description": "Life of the access token in seconds."
     }
    }
   },
   "Membership": {
    "type": "object",
    "required": [
     "organization",
     "role",
     "workspaces"
    ],
    "properties": {
     "organization": {
      "$ref": "#/components/schemas/OrganizationDetail"
     },
     "role": {
      "$ref": "#/components/schemas/Role"
     },
     "workspaces": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Workspace"
      }
     }
    }
   },
   "LogInCompletionForm": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "challenge"
    ],
    "properties": {
     "challenge": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
     },
     "code": {
      "$ref": "#/components/schemas/OptionalCode"
     },
     "recovery_code": {
      "$ref": "#/components/schemas/OptionalRecoveryCode"
     }
    }
   },
   "LinkResult": {
    "type": "string",
    "enum": [
     "registered",
     "email_verified",
     "password_reset",
     "email_changed",
     "waiting_for_other_address",
     "organization_joined"
    ]
   },
   "UsedLink": {
    "type": "object",
    "required": [
     "result"
    ],
    "properties": {
     "result": {
      "$ref": "#/components/schemas/LinkResult"
     },
     "api_keys": {
      "description": "With `password_reset`; those that the person made and that are good still.",
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/KeptAPIKey"
      }
     },
     "revoked_api_keys": {
      "type": "integer",
      "minimum": 0,
      "description": "With `password_reset`."
     },
     "sign_ins": {
      "description": "Linked providers that log the person in still.",
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SignIn"
      }
     },
     "unlinked_sign_ins": {
      "type": "integer",
      "minimum": 0
     },
     "second_factors": {
      "description": "Those that stay.",
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SecondFactor"
      }
     },
     "removed_second_factors": {
      "type": "integer",
      "minimum": 0
     }
    }
   },
   "LogInCompletion": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "challenge"
    ],
    "properties": {
     "challenge": {
      "type": "string",
      "minLength": 1,
      "maxLength": 2000
     },
     "code": {
      "$ref": "#/components/schemas/OptionalCode"
     },
     "recovery_code": {
      "$ref": "#/components/schemas/OptionalRecoveryCode"
     },
     "cookie": {
      "type": [
       "boolean",
       "null"
      ],
      "default": false,
      "description": "As in the first step, where it has no effect for who has a second factor."
     }
    }
   },
   "LinkedSignIn": {
    "type": "object",
    "required": [
     "linked"
    ],
    "properties": {
     "linked": {
      "$ref": "#/components/schemas/Provider"
     }
    }
   },
   "SessionRefresh": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "refresh_token": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 200,
      "description": "Required, unless it is in the cookie and `cookie` is true."
     },
     "cookie": {
      "type": [
       "boolean",
       "null"
      ],
      "default": false,
      "description": "Whether the new tokens are set as cookies and not told."
     }
    }
   },
   "PasswordResetRequest": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "email"
    ],
    "properties": {
     "email": {
      "type": "string",
      "format": "email",
      "minLength": 3,
      "maxLength": 254
     }
    }
   },
   "TokenKey": {
    "type": "object",
    "required": [
     "kty",
     "crv",
     "alg",
     "use",
     "kid",
     "x"
    ],
    "properties": {
     "kty": {
      "type": "string",
      "const": "OKP"
     },
     "crv": {
      "type": "string",
      "const": "Ed25519"
     },
     "alg": {
      "type": "string",
      "const": "EdDSA"
     },
     "use": {
      "type": "string",
      "const": "sig"
     },
     "kid": {
      "type": "string"
     },
     "x": {
      "type": "string"
     }
    }
   },
   "TokenKeySet": {
    "type": "object",
    "required": [
     "keys"
    ],
    "properties": {
     "keys": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/TokenKey"
      }
     }
    }
   },
   "PasswordChange": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "current_password",
     "new_password"
    ],
    "properties": {
     "current_password": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000,
      "format": "password"
     },
     "new_password": {
      "type": "string",
      "minLength": 8,
      "maxLength": 1000,
      "format": "password"
     },
     "revoke_api_keys": {
      "type": "boolean",
      "default": false,
      "description": "Whether the API keys that you made end too."
     },
     "unlink_sign_ins": {
      "type": "boolean",
      "default": false,
      "description": "Whether linked providers are unlinked too."
     },
     "remove_second_factors": {
      "type": "boolean",
      "default": false,
      "description": "Whether second factors and recovery codes go too."
     }
    }
   },
   "ChangedPassword": {
    "type": "object",
    "required": [
     "api_keys",
     "revoked_api_keys",
     "sign_ins",
     "unlinked_sign_ins",
     "second_factors",
     "removed_second_factors"
    ],
    "properties": {
     "api_keys": {
      "description": "Those that you made and that are good still, in whatever organization.",
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/KeptAPIKey"
      }
     },
     "revoked_api_keys": {
      "type": "integer",
      "minimum": 0
     },
     "sign_ins": {
      "description": "Linked providers that log the person in still.",
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SignIn"
      }
     },
     "unlinked_sign_ins": {
      "type": "integer",
      "minimum": 0
     },
     "second_factors": {
      "description": "Those that stay.",
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SecondFactor"
      }
     },
     "removed_second_factors": {
      "type": "integer",
      "minimum": 0
     }
    }
   },
   "EmailChange": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "email",
     "password"
    ],
    "properties": {
     "email": {
      "type": "string",
      "format": "email",
      "minLength": 3,
      "maxLength": 254
     },
     "password": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000,
      "format": "password"
     }
    }
   },
   "SessionList": {
    "type": "object",
    "required": [
     "data"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/OpenSession"
      }
     }
    }
   },
   "StepUp": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "password": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 1000,
      "format": "password"
     },
     "code": {
      "$ref": "#/components/schemas/OptionalCode"
     },
     "recovery_code": {
      "$ref": "#/components/schemas/OptionalRecoveryCode"
     }
    }
   },
   "SecondFactorList": {
    "type": "object",
    "required": [
     "data",
     "recovery_codes_left"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SecondFactor"
      }
     },
     "recovery_codes_left": {
      "type": "integer",
      "minimum": 0,
      "maximum": 10
     }
    }
   },
   "NewSecondFactor": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "name"
    ],
    "properties": {
     "name": {
      "$ref": "#/components/schemas/ShortName"
     }
    }
   },
   "SecondFactorSecret": {
    "type": "object",
    "required": [
     "id",
     "name",
     "secret",
     "otpauth_url"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     },
     "secret": {
      "type": "string",
      "description": "20 bytes in base 32."
     },
     "otpauth_url": {
      "type": "string",
      "description": "Google's key URI format."
     }
    }
   },
   "SecondFactorConfirmation": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "code"
    ],
    "properties": {
     "code": {
      "type": "string",
      "minLength": 6,
      "maxLength": 50,
      "pattern": "^\\s*(\\S\\s*){6}$",
      "description": "Six digits; spaces do not count."
     }
    }
   },
   "ConfirmedSecondFactor": {
    "type": "object",
    "required": [
     "second_factor",
     "recovery_codes"
    ],
    "properties": {
     "second_factor": {
      "$ref": "#/components/schemas/SecondFactor"
     },
     "recovery_codes": {
      "description": "Null when there was another factor before.",
      "anyOf": [
       {
        "$ref": "#/components/schemas/RecoveryCodes"
       },
       {
        "type": "null"
       }
      ]
     }
    }
   },
   "ReplacedRecoveryCodes": {
    "type": "object",
    "required": [
     "recovery_codes"
    ],
    "properties": {
     "recovery_codes": {
      "$ref": "#/components/schemas/RecoveryCodes"
     }
    }
   },
   "SignInList": {
    "type": "object",
    "required": [
     "data"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SignIn"
      }
     }
    }
   },
   "LogInResult": {
    "oneOf": [
     {
      "$ref": "#/components/schemas/AnySession"
     },
     {
      "$ref": "#/components/schemas/LogInChallenge"
     }
    ]
   },
   "SignInResult": {
    "oneOf": [
     {
      "$ref": "#/components/schemas/Session"
     },
     {
      "$ref": "#/components/schemas/LogInChallenge"
     },
     {
      "$ref": "#/components/schemas/LinkedSignIn"
     }
    ]
   },
   "WorkspaceDetail": {
    "allOf": [
     {
      "$ref": "#/components/schemas/Workspace"
     },
     {
      "type": "object",
      "required": [
       "missed_after_minutes"
      ],
      "properties": {
       "missed_after_minutes": {
        "type": "integer",
        "description": "How late a post may still go out. After that it is `missed` and a person decides."
       }
      }
     }
    ]
   },
   "NewOrganization": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "name"
    ],
    "properties": {
     "name": {
      "$ref": "#/components/schemas/Name"
     },
     "time_zone": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 64,
      "default": "UTC",
      "description": "IANA name; see `POST /v1/auth/register`."
     }
    }
   },
   "SwitchedSession": {
    "type": "object",
    "required": [
     "organization",
     "workspace",
     "access_token",
     "expires_in",
     "token_type"
    ],
    "properties": {
     "organization": {
      "$ref": "#/components/schemas/Organization"
     },
     "workspace": {
      "$ref": "#/components/schemas/Workspace"
     },
     "access_token": {
      "type": "string"
     },
     "expires_in": {
      "type": "integer",
      "minimum": 0,
      "maximum": 900,
      "description": "What is left of the access token's life in seconds."
     },
     "token_type": {
      "type": "string",
      "const": "Bearer"
     }
    }
   },
   "Member": {
    "type": "object",
    "required": [
     "id",
     "name",
     "email",
     "role",
     "joined_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id",
      "description": "Id of the person."
     },
     "name": {
      "type": "string"
     },
     "email": {
      "type": "string",
      "format": "email"
     },
     "role": {
      "$ref": "#/components/schemas/Role"
     },
     "joined_at": {
      "$ref": "#/components/schemas/Time"
     }
    }
   },
   "Invitation": {
    "type": "object",
    "required": [
     "id",
     "email",
     "role",
     "invited_by",
     "created_at",
     "expires_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "email": {
      "type": "string",
      "format": "email"
     },
     "role": {
      "$ref": "#/components/schemas/Role"
     },
     "invited_by": {
      "$ref": "#/components/schemas/Id"
     },
     "created_at": {
      "$ref": "#/components/schemas/Time"
     },
     "expires_at": {
      "$ref": "#/components/schemas/Time"
     }
    }
   },
   "OrganizationSwitch": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "organization_id"
    ],
    "properties": {
     "organization_id": {
      "$ref": "#/components/schemas/Id"
     }
    }
   },
   "CreatedOrganization": {
    "type": "object",
    "required": [
     "organization",
     "workspace"
    ],
    "properties": {
     "organization": {
      "$ref": "#/components/schemas/Organization"
     },
     "workspace": {
      "$ref": "#/components/schemas/Workspace"
     }
    }
   },
   "OrganizationPatch": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "name": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 200
     },
     "requires_second_factor": {
      "type": [
       "boolean",
       "null"
      ]
     }
    }
   },
   "MemberPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Member"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     }
    }
   },
   "MemberPatch": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "role"
    ],
    "properties": {
     "role": {
      "$ref": "#/components/schemas/Role"
     }
    }
   },
   "NewInvitation": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "email",
     "role"
    ],
    "properties": {
     "email": {
      "type": "string",
      "format": "email",
      "minLength": 3,
      "maxLength": 254
     },
     "role": {
      "$ref": "#/components/schemas/Role"
     }
    }
   },
   "InvitationPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Invitation"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     }
    }
   },
   "WorkspacePage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/WorkspaceDetail"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     }
    }
   },
   "WorkspacePatch": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "name": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 200
     },
     "time_zone": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 64
     },
     "missed_after_minutes": {
      "type": [
       "integer",
       "null"
      ],
      "minimum": 1,
      "maximum": 10080
     }
    }
   },
   "Scope": {
    "description": "The name of a permission that an API key can be given.",
    "type": "string",
    "enum": [
     "read",
     "write_own",
     "write_any",
     "approve",
     "publish",
     "manage_accounts",
     "read_audit"
    ]
   },
   "NewAPIKey": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "name",
     "scopes"
    ],
    "properties": {
     "name": {
      "$ref": "#/components/schemas/ShortName"
     },
     "scopes": {
      "type": "array",
      "minItems": 1,
      "maxItems": 7,
      "uniqueItems": true,
      "items": {
       "$ref": "#/components/schemas/Scope"
      }
     },
     "workspace_ids": {
      "description": "The only workspaces that the key reaches; null or absent for all. Not with the scope `read_audit`.",
      "type": [
       "array",
       "null"
      ],
      "minItems": 1,
      "maxItems": 100,
      "items": {
       "$ref": "#/components/schemas/Id"
      }
     },
     "allowed_addresses": {
      "description": "Addresses, and networks in CIDR notation, that the key may be used from; null or absent for everywhere.",
      "type": [
       "array",
       "null"
      ],
      "minItems": 1,
      "maxItems": 100,
      "items": {
       "type": "string",
       "maxLength": 49
      }
     },
     "expires_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time"
     }
    }
   },
   "APIKey": {
    "type": "object",
    "required": [
     "id",
     "name",
     "prefix",
     "scopes",
     "workspace_ids",
     "allowed_addresses",
     "created_by",
     "created_at",
     "expires_at",
     "last_used_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     },
     "prefix": {
      "type": "string",
      "description": "What the key begins with, to know it by.",
      "examples": [
       "cn_live_4fZ0aQx7"
      ]
     },
     "scopes": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Scope"
      }
     },
     "workspace_ids": {
      "type": [
       "array",
       "null"
      ],
      "items": {
       "$ref": "#/components/schemas/Id"
      }
     },
     "allowed_addresses": {
      "type": [
       "array",
       "null"
      ],
      "items": {
       "type": "string"
      }
     },
     "created_by": {
      "$ref": "#/components/schemas/Id"
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "expires_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time"
     },
     "last_used_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "To the minute."
     }
    }
   },
   "IssuedAPIKey": {
    "allOf": [
     {
      "$ref": "#/components/schemas/APIKey"
     },
     {
      "type": "object",
      "properties": {
       "key": {
        "description": "The key itself; absent when the answer is a replayed one.",
        "type": "string",
        "examples": [
         "cn_live_4fZ0aQx7_0Q2mZ7rY1vT8kLx5cN3bW9dF6gH4jS0aP2eU1iRqOyB3xXb1k"
        ]
       }
      }
     }
    ]
   },
   "APIKeyPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/APIKey"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     }
    }
   },
   "APIKeyRotation": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "overlap_seconds": {
      "description": "How long the old key is still good, a week at most; it never lives longer than it would have.",
      "type": "integer",
      "minimum": 0,
      "maximum": 604800,
      "default": 86400
     }
    }
   },
   "Event": {
    "type": "object",
    "required": [
     "sequence",
     "id",
     "occurred_at",
     "action",
     "actor_id",
     "target",
     "trace_id",
     "address",
     "user_agent",
     "before",
     "after"
    ],
    "properties": {
     "sequence": {
      "type": "integer",
      "minimum": 1
     },
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "occurred_at": {
      "type": "string",
      "format": "date-time"
     },
     "action": {
      "type": "string",
      "examples": [
       "session.began"
      ]
     },
     "actor_id": {
      "type": [
       "string",
       "null"
      ],
      "format": "uuid"
     },
     "target": {
      "type": [
       "string",
       "null"
      ],
      "description": "`kind:id` of what was acted on."
     },
     "trace_id": {
      "type": [
       "string",
       "null"
      ]
     },
     "address": {
      "type": [
       "string",
       "null"
      ]
     },
     "user_agent": {
      "type": [
       "string",
       "null"
      ]
     },
     "before": {
      "description": "What it was; null when there is nothing to tell or it was erased."
     },
     "after": {
      "description": "What it became."
     }
    }
   },
   "AuditFormat": {
    "type": "string",
    "enum": [
     "json",
     "csv"
    ],
    "default": "json"
   },
   "EventPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Event"
      }
     },
     "next_cursor": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "Consent": {
    "type": "object",
    "required": [
     "id",
     "purpose",
     "version",
     "agreed_at",
     "withdrawn_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "purpose": {
      "$ref": "#/components/schemas/ConsentPurpose"
     },
     "version": {
      "type": "string"
     },
     "agreed_at": {
      "type": "string",
      "format": "date-time"
     },
     "withdrawn_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time"
     }
    },
    "example": {
     "id": "01991b8e-0000-7000-8000-00000000000f",
     "purpose": "marketing",
     "version": "2026-11",
     "agreed_at": "2026-11-21T09:30:00Z",
     "withdrawn_at": null
    }
   },
   "Export": {
    "type": "object",
    "required": [
     "id",
     "kind",
     "state",
     "created_at",
     "expires_at",
     "bytes",
     "download_urls"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "kind": {
      "$ref": "#/components/schemas/ExportKind"
     },
     "state": {
      "$ref": "#/components/schemas/ExportState"
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     },
     "expires_at": {
      "type": "string",
      "format": "date-time"
     },
     "bytes": {
      "type": "integer",
      "minimum": 0
     },
     "download_urls": {
      "description": "One per file, when it is ready; only where the export is asked for by its id.",
      "type": "array",
      "items": {
       "type": "string",
       "format": "uri"
      }
     }
    },
    "example": {
     "id": "01991b8e-0000-7000-8000-00000000000e",
     "kind": "person",
     "state": "queued",
     "created_at": "2026-11-21T09:30:00Z",
     "expires_at": "2026-11-28T09:30:00Z",
     "bytes": 0,
     "download_urls": []
    }
   },
   "Erasure": {
    "type": "object",
    "required": [
     "due_at"
    ],
    "properties": {
     "due_at": {
      "type": "string",
      "format": "date-time"
     }
    },
    "example": {
     "due_at": "2026-12-05T09:30:00Z"
    }
   },
   "ConsentPurpose": {
    "type": "string",
    "enum": [
     "terms",
     "privacy",
     "marketing"
    ]
   },
   "ExportKind": {
    "type": "string",
    "enum": [
     "person",
     "organization"
    ]
   },
   "ExportState": {
    "type": "string",
    "enum": [
     "queued",
     "ready",
     "failed",
     "expired"
    ]
   },
   "NewConsent": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "purpose",
     "version"
    ],
    "properties": {
     "purpose": {
      "$ref": "#/components/schemas/ConsentPurpose"
     },
     "version": {
      "type": "string",
      "minLength": 1,
      "maxLength": 50
     }
    }
   },
   "ConsentList": {
    "type": "object",
    "required": [
     "data"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Consent"
      }
     }
    }
   },
   "Account": {
    "type": "object",
    "required": [
     "id",
     "workspace_id",
     "platform",
     "name",
     "kind",
     "state",
     "token_expires_at",
     "limited_until",
     "error",
     "missing_permissions",
     "created_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "workspace_id": {
      "$ref": "#/components/schemas/Id"
     },
     "platform": {
      "$ref": "#/components/schemas/Platform"
     },
     "name": {
      "type": "string",
      "description": "The name on the platform."
     },
     "kind": {
      "type": "string",
      "description": "In the platform's words: person, page, organization, channel, …"
     },
     "state": {
      "$ref": "#/components/schemas/AccountState"
     },
     "token_expires_at": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "The end of its access; renewed ahead of time where the platform lets us."
     },
     "limited_until": {
      "type": [
       "string",
       "null"
      ],
      "format": "date-time",
      "description": "Until when the platform takes nothing more from it; what is due waits."
     },
     "error": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/AccountError"
       },
       {
        "type": "null"
       }
      ]
     },
     "missing_permissions": {
      "type": "array",
      "description": "What it cannot be used for, since the person has not granted it; `error` is `permission_missing` then. Asked of the\nplatform when it is connected, checked, and renewed, where the platform tells.\n",
      "items": {
       "$ref": "#/components/schemas/MissingPermission"
      }
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "AccountOption": {
    "type": "object",
    "required": [
     "name",
     "required",
     "choices"
    ],
    "properties": {
     "name": {
      "type": "string",
      "description": "As in a variant's `options`."
     },
     "required": {
      "type": "boolean",
      "description": "Whether every post needs it."
     },
     "choices": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/AccountOptionChoice"
      }
     }
    }
   },
   "MissingPermission": {
    "type": "object",
    "required": [
     "use",
     "scopes",
     "detail"
    ],
    "properties": {
     "use": {
      "$ref": "#/components/schemas/PermissionUse"
     },
     "scopes": {
      "type": "array",
      "items": {
       "type": "string"
      },
      "description": "In the platform's words."
     },
     "detail": {
      "type": "string",
      "description": "A sentence for people: what is missing, what mends it, what happens else."
     }
    }
   },
   "AccountError": {
    "type": "object",
    "required": [
     "code",
     "detail",
     "remedy"
    ],
    "properties": {
     "code": {
      "type": "string",
      "description": "One of the delivery error codes."
     },
     "detail": {
      "type": [
       "string",
       "null"
      ]
     },
     "remedy": {
      "type": [
       "string",
       "null"
      ],
      "description": "What to do about it."
     }
    }
   },
   "AccountChoice": {
    "type": "object",
    "required": [
     "choice",
     "platform",
     "candidates"
    ],
    "properties": {
     "choice": {
      "type": "string",
      "description": "The token of `POST /v1/accounts/choices/{token}`."
     },
     "platform": {
      "$ref": "#/components/schemas/Platform"
     },
     "candidates": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/AccountCandidate"
      }
     }
    }
   },
   "AccountOptionChoice": {
    "type": "object",
    "required": [
     "value",
     "label"
    ],
    "properties": {
     "value": {
      "type": [
       "string",
       "boolean"
      ]
     },
     "label": {
      "type": "string",
      "description": "For people."
     }
    }
   },
   "AccountCandidate": {
    "type": "object",
    "required": [
     "id",
     "name",
     "kind",
     "is_connected"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "name": {
      "type": "string"
     },
     "kind": {
      "type": "string"
     },
     "is_connected": {
      "type": "boolean",
      "description": "Choosing it renews its tokens."
     }
    }
   },
   "PermissionUse": {
    "type": "string",
    "enum": [
     "publish",
     "media",
     "comment",
     "read",
     "renew"
    ],
    "description": "`media`: posts with images or videos. `comment`: first comments. `read`: finding out what became of a lost answer.\n`renew`: renewing the access without the person.\n"
   },
   "AccountState": {
    "type": "string",
    "enum": [
     "connected",
     "reconnect",
     "disconnected"
    ],
    "description": "`reconnect`: the platform took the access back; connect the account again."
   },
   "NewConnection": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "workspace_id"
    ],
    "properties": {
     "workspace_id": {
      "$ref": "#/components/schemas/Id"
     }
    }
   },
   "ConnectionTrip": {
    "type": "object",
    "required": [
     "authorize_url"
    ],
    "properties": {
     "authorize_url": {
      "type": "string",
      "format": "uri"
     }
    }
   },
   "ChosenAccounts": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "account_ids"
    ],
    "properties": {
     "account_ids": {
      "type": "array",
      "minItems": 1,
      "maxItems": 500,
      "items": {
       "$ref": "#/components/schemas/Id"
      }
     }
    }
   },
   "AccountList": {
    "type": "object",
    "required": [
     "data"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Account"
      }
     }
    }
   },
   "AccountOptionList": {
    "type": "object",
    "required": [
     "data"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/AccountOption"
      }
     }
    }
   },
   "AccountPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Account"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     }
    }
   },
   "FutureTime": {
    "type": "string",
    "format": "date-time",
    "description": "RFC 3339 with an offset; must lie in the future."
   },
   "Content": {
    "type": "object",
    "unevaluatedProperties": false,
    "allOf": [
     {
      "$ref": "#/components/schemas/ContentMembers"
     }
    ]
   },
   "ContentMembers": {
    "type": "object",
    "description": "What is published. A member that is null is empty. Limits of the platforms:\n\n| | text with link | media | otherwise |\n| --- | --- | --- | --- |\n| `x` | 280 weighted characters (twitter-text 3: link 23, emoji 2), one cashtag, none of U+FEFF, U+FFFE, U+FFFF | up to 4 images (5 MiB each), 1 GIF (15 MiB) or 1 video (MP4, 4,000 MiB, 0.5 s to 20 minutes; less for some accounts), or none when there is text | each part of a thread and a first comment 280 weighted characters; alt texts 1,000 characters |\n| `instagram` | 2,200 characters, 30 hashtags, 20 mentions | 1 image (JPEG, 8 MiB, 4:5 to 1.91:1) or video (.mp4, .mov, 3 s to 15 min, 300 MiB), or 2 to 10 of both; a story: 1 image, or 1 video of 3 to 60 s and 100 MiB, and no text | no thread; alt texts 1,000 characters; stories have no comments |\n| `linkedin` | 3,000 characters; a link with a title and without media gets a card | up to 20 images (JPEG, PNG, GIF, 8 MiB each) or 1 video (MP4, 75 KB to 500 MB, 3 s to 30 min), or none | no thread; title 400 characters, first comment 1,250, alt texts 4,086 |\n| `facebook` | 63,206 characters | none, photos (10 MiB each), or 1 video; a reel: 1 video, 9:16, 3 to 90 s; a story: 1 photo, or 1 video, 9:16, 3 to 60 s, and no text | no thread; stories have no comments |\n| `pinterest` | description 800 characters, link of its own 2,048, title 100 | 1 image or 2 to 5 (JPEG, PNG, WebP, 20 MiB each), or 1 video (4 s to 15 min) | no thread, no first comment; alt text 500 characters; needs a board |\n| `tiktok` | 2,200 characters below a video, 4,000 below photos (UTF-16 units) | 1 video (MP4, MOV, WebM, 4 GiB, 10 min, sides of 360 to 4,096 pixels), or 1 to 35 photos (JPEG, WebP, 20 MiB each) | photos: title 90 characters; no thread, no first comment; needs `privacy_level` |\n| `youtube` | 5,000 bytes, neither < nor > | 1 video (256 GB, 12 h) | needs a title of up to 100 characters; no thread; first comment 10,000 characters, none when made for kids |\n\nWhite space and characters that show nothing are no text: `text_required`, for each text that is given, and\nwhere the platform needs one. Characters are code points on `facebook`, `instagram`, `pinterest` and `youtube`,\nUTF-16 units on `linkedin` and `tiktok`; on `linkedin` a mention counts its name.\n",
    "properties": {
     "text": {
      "type": [
       "string",
       "null"
      ],
      "maxLength": 10000
     },
     "media": {
      "type": [
       "array",
       "null"
      ],
      "maxItems": 35,
      "items": {
       "$ref": "#/components/schemas/Media"
      }
     },
     "title": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 300,
      "description": "Of a video, a pin or an article; other platforms do not show it."
     },
     "first_comment": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 10000,
      "description": "A comment by the account itself, right below the post."
     },
     "link": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/Url"
       },
       {
        "type": "null"
       }
      ],
      "description": "Added behind the text."
     },
     "thread": {
      "type": [
       "array",
       "null"
      ],
      "maxItems": 24,
      "description": "The posts that follow the first one.",
      "items": {
       "type": "string",
       "minLength": 1,
       "maxLength": 10000
      }
     }
    }
   },
   "Media": {
    "type": "object",
    "additionalProperties": false,
    "description": "Either `id` or `url`.",
    "properties": {
     "id": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/Id"
       },
       {
        "type": "null"
       }
      ],
      "description": "A file of the media library that is `ready`."
     },
     "url": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/Url"
       },
       {
        "type": "null"
       }
      ],
      "description": "An address that the platform, or ClientNest for it, fetches the media from."
     },
     "alt_text": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 2000,
      "description": "What it shows, for people who do not see it."
     }
    }
   },
   "Url": {
    "description": "An http or https address. It may have letters of any language, but no spaces and no control characters.",
    "type": "string",
    "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#\\x00-\\x1f\\x7f][^\\s\\x00-\\x1f\\x7f]*$",
    "maxLength": 2048
   },
   "Variants": {
    "type": "object",
    "description": "By account id, what that account has in place of the base content, member by member.",
    "propertyNames": {
     "format": "uuid"
    },
    "additionalProperties": {
     "$ref": "#/components/schemas/Variant"
    }
   },
   "Variant": {
    "type": "object",
    "unevaluatedProperties": false,
    "allOf": [
     {
      "$ref": "#/components/schemas/ContentMembers"
     }
    ],
    "properties": {
     "options": {
      "type": "object",
      "description": "What only the account's platform knows. An option that it does not know is refused.\n\n| | option | |\n| --- | --- | --- |\n| `x` | `reply_settings` | who may answer: `following`, `mentionedUsers`, `subscribers` or `verified`; everybody without it |\n| | `poll` | `options`, 2 to 4 of up to 25 characters, and `duration_minutes`, 5 to 10,080; not with media |\n| | `quote_tweet_id` | the id of the post that is quoted; not with media or a poll |\n| | `made_with_ai`, `paid_partnership` | true or false |\n| `linkedin` | `visibility` | `PUBLIC` (the default), `CONNECTIONS` or `LOGGED_IN` |\n| | `is_reshare_disabled` | true or false |\n| | `description`, `thumbnail_url` | of the card of a link: its text, and the address of its image |\n| `instagram` | `kind` | `post` (the default; a video alone is a reel all the same), `reel` or `story` |\n| | `share_to_feed` | of a reel: whether the feed has it too |\n| `facebook` | `kind` | `post` (the default), `reel` or `story` |\n| `pinterest` | `board_id` | where the pin goes; required |\n| | `board_section_id` | a section of that board |\n| | `cover_url`, `cover_time` | the picture of a video: an https address, or its second (0 by default) |\n| `tiktok` | `privacy_level` | required: `PUBLIC_TO_EVERYONE`, `MUTUAL_FOLLOW_FRIENDS`, `FOLLOWER_OF_CREATOR` or `SELF_ONLY`, as TikTok offers it to the creator |\n| | `disable_comment`, `disable_duet`, `disable_stitch` | true or false; the latter two for videos |\n| | `brand_content_toggle`, `brand_organic_toggle` | a paid partnership (never private), the creator's own business |\n| | `is_aigc`, `cover_ms` | of a video: made by AI; the moment of its cover in milliseconds |\n| | `auto_add_music`, `photo_cover_index` | of photos: music by TikTok; the place of the cover, from 0 |\n| `youtube` | `privacy_status` | `public` (the default), `unlisted` or `private` |\n| | `kind` | `video` (the default) or `short`: upright or square, 3 minutes; YouTube itself decides |\n| | `tags` | up to 500 characters with commas, and quotes around what has spaces |\n| | `category_id`, `language`, `license` | a number as a string (`22` by default); a language tag; `youtube` or `creativeCommon` |\n| | `made_for_kids`, `contains_synthetic_media`, `embeddable`, `notify_subscribers` | true or false |\n"
     }
    }
   },
   "NewPost": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "workspace_id",
     "content",
     "account_ids"
    ],
    "properties": {
     "workspace_id": {
      "$ref": "#/components/schemas/Id"
     },
     "content": {
      "$ref": "#/components/schemas/Content"
     },
     "account_ids": {
      "$ref": "#/components/schemas/AccountIds"
     },
     "variants": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/Variants"
       },
       {
        "type": "null"
       }
      ]
     },
     "scheduled_at": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/FutureTime"
       },
       {
        "type": "null"
       }
      ]
     }
    }
   },
   "Preflight": {
    "type": "object",
    "required": [
     "publishable",
     "violations",
     "accounts"
    ],
    "properties": {
     "publishable": {
      "type": "boolean",
      "description": "Whether nothing stands against it on any account."
     },
     "violations": {
      "type": "array",
      "description": "What concerns no single account, such as one that does not exist, or a time that is over.",
      "items": {
       "$ref": "#/components/schemas/FieldError"
      }
     },
     "accounts": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/AccountPreflight"
      }
     }
    }
   },
   "AccountPreflight": {
    "type": "object",
    "required": [
     "account_id",
     "platform",
     "name",
     "publishable",
     "violations",
     "warnings",
     "texts"
    ],
    "properties": {
     "account_id": {
      "$ref": "#/components/schemas/Id"
     },
     "platform": {
      "$ref": "#/components/schemas/Platform"
     },
     "name": {
      "type": "string"
     },
     "publishable": {
      "type": "boolean"
     },
     "violations": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/FieldError"
      }
     },
     "warnings": {
      "type": "array",
      "description": "`account_limited`: the platform takes nothing at that time, the post will be late. `access_ends`: the access\nends before that and cannot be renewed without a person.\n",
      "items": {
       "$ref": "#/components/schemas/FieldError"
      }
     },
     "texts": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/TextMeasure"
      }
     }
    }
   },
   "TextMeasure": {
    "type": "object",
    "description": "The length of a text as the platform counts it, a link that stands below the text included.",
    "required": [
     "pointer",
     "unit",
     "length",
     "limit",
     "remaining"
    ],
    "properties": {
     "pointer": {
      "type": "string",
      "description": "Of the text, as in a complaint."
     },
     "unit": {
      "$ref": "#/components/schemas/TextUnit"
     },
     "length": {
      "type": "integer",
      "minimum": 0
     },
     "limit": {
      "type": "integer",
      "minimum": 1
     },
     "remaining": {
      "type": "integer",
      "description": "Negative when the text is too long."
     }
    }
   },
   "PostPatch": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "content": {
      "$ref": "#/components/schemas/Content"
     },
     "account_ids": {
      "$ref": "#/components/schemas/AccountIds"
     },
     "variants": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/Variants"
       },
       {
        "type": "null"
       }
      ]
     },
     "scheduled_at": {
      "$ref": "#/components/schemas/FutureTime"
     }
    }
   },
   "AccountIds": {
    "type": "array",
    "minItems": 1,
    "maxItems": 50,
    "uniqueItems": true,
    "description": "Accounts of the same workspace that are connected.",
    "items": {
     "$ref": "#/components/schemas/Id"
    }
   },
   "TextUnit": {
    "type": "string",
    "enum": [
     "weighted_characters",
     "utf16_units",
     "characters",
     "bytes"
    ],
    "description": "`weighted_characters`: X's; a link counts 23, an emoji 2. `utf16_units`: an emoji counts 2 or more.\n`characters`: Unicode scalars. `bytes`: of UTF-8.\n"
   },
   "PostPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Post"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     }
    }
   },
   "PostSchedule": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "at"
    ],
    "properties": {
     "at": {
      "$ref": "#/components/schemas/FutureTime"
     }
    }
   },
   "Resolution": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "outcome"
    ],
    "properties": {
     "outcome": {
      "$ref": "#/components/schemas/ResolutionOutcome"
     },
     "remote_id": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 200,
      "description": "The platform's id of the post: digits on X, `<page>_<post>` on Facebook, a URN on LinkedIn, …"
     },
     "permalink": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 2048,
      "description": "An https address at the platform."
     }
    }
   },
   "ResolutionOutcome": {
    "type": "string",
    "enum": [
     "published",
     "publish_again",
     "failed"
    ],
    "description": "`published`: it is there. `publish_again`: it is not there, publish it now. `failed`: it is not there and\nis not to be published.\n"
   },
   "MediaFile": {
    "type": "object",
    "required": [
     "id",
     "workspace_id",
     "file_name",
     "state",
     "bytes",
     "content_type",
     "width",
     "height",
     "duration_ms",
     "alt_text",
     "error",
     "url",
     "video_codec",
     "sound_codec",
     "frame_rate",
     "coding",
     "created_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "workspace_id": {
      "$ref": "#/components/schemas/Id"
     },
     "file_name": {
      "type": "string"
     },
     "state": {
      "$ref": "#/components/schemas/MediaState"
     },
     "bytes": {
      "type": "integer"
     },
     "content_type": {
      "type": [
       "string",
       "null"
      ],
      "description": "By its bytes; null until it was looked at."
     },
     "width": {
      "type": [
       "integer",
       "null"
      ],
      "description": "In pixels",
      "as shown.": null
     },
     "height": {
      "type": [
       "integer",
       "null"
      ]
     },
     "duration_ms": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Of a video."
     },
     "video_codec": {
      "type": [
       "string",
       "null"
      ],
      "description": "Of a video: `h264`, `hevc`, `prores`, …"
     },
     "sound_codec": {
      "type": [
       "string",
       "null"
      ],
      "description": "Of a video with sound: `aac`, `mp3`, `pcm`, …"
     },
     "frame_rate": {
      "type": [
       "number",
       "null"
      ],
      "description": "Of a video: pictures a second, on the average."
     },
     "coding": {
      "description": "How it is written, as decoding it told; null until then.",
      "anyOf": [
       {
        "$ref": "#/components/schemas/MediaCoding"
       },
       {
        "type": "null"
       }
      ]
     },
     "alt_text": {
      "type": [
       "string",
       "null"
      ]
     },
     "error": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/MediaError"
       },
       {
        "type": "null"
       }
      ]
     },
     "url": {
      "type": [
       "string",
       "null"
      ],
      "description": "To look at it; good for an hour."
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "MediaCoding": {
    "type": "object",
    "required": [
     "pixel_format",
     "chroma",
     "depth",
     "interlaced",
     "transfer",
     "sound_channels",
     "sound_rate",
     "pictures",
     "orientation"
    ],
    "properties": {
     "pixel_format": {
      "type": [
       "string",
       "null"
      ],
      "description": "By the names of ffmpeg: `yuv420p`, `yuv444p10le`, `rgb24`, …"
     },
     "chroma": {
      "type": [
       "string",
       "null"
      ],
      "description": "`4:2:0`, `4:2:2` or `4:4:4`; null for what is not written so."
     },
     "depth": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Bits of one value."
     },
     "interlaced": {
      "type": "boolean"
     },
     "transfer": {
      "type": [
       "string",
       "null"
      ],
      "description": "`smpte2084` and `arib-std-b67` are of high dynamic range."
     },
     "sound_channels": {
      "type": [
       "integer",
       "null"
      ]
     },
     "sound_rate": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Samples a second."
     },
     "pictures": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Of an image. More than one move."
     },
     "orientation": {
      "type": "integer",
      "minimum": 1,
      "maximum": 8,
      "description": "How it is stored",
      "by the values of Exif.": null
     }
    }
   },
   "MediaFileWithVariants": {
    "allOf": [
     {
      "$ref": "#/components/schemas/MediaFile"
     },
     {
      "type": "object",
      "required": [
       "variants"
      ],
      "properties": {
       "variants": {
        "type": "array",
        "description": "What was made, or is being made, of the file for platforms that do not take it as it is. None for those\nthat do.\n",
        "items": {
         "$ref": "#/components/schemas/MediaVariant"
        }
       }
      }
     }
    ]
   },
   "MediaVariant": {
    "type": "object",
    "required": [
     "purposes",
     "state",
     "content_type",
     "bytes",
     "width",
     "height",
     "duration_ms",
     "url",
     "error",
     "created_at"
    ],
    "properties": {
     "purposes": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/MediaVariantPurpose"
      }
     },
     "state": {
      "$ref": "#/components/schemas/MediaVariantState"
     },
     "content_type": {
      "$ref": "#/components/schemas/MediaVariantContentType"
     },
     "bytes": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Null until it is ready."
     },
     "width": {
      "type": [
       "integer",
       "null"
      ]
     },
     "height": {
      "type": [
       "integer",
       "null"
      ]
     },
     "duration_ms": {
      "type": [
       "integer",
       "null"
      ],
      "description": "Of a video."
     },
     "url": {
      "type": [
       "string",
       "null"
      ],
      "description": "To look at it; good for an hour."
     },
     "error": {
      "anyOf": [
       {
        "$ref": "#/components/schemas/MediaVariantError"
       },
       {
        "type": "null"
       }
      ]
     },
     "created_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "MediaError": {
    "type": "object",
    "required": [
     "code",
     "detail"
    ],
    "properties": {
     "code": {
      "type": "string",
      "description": "`wrong_type`: it is not what it was announced as. `unsupported_type`: it is something else, which the\ndetail names (a HEIC photo, for one), with what to do. `unsupported_coding`: a film that nothing here\nreads. `damaged`: it cannot be shown to its end. `too_large`, `too_many_pixels`. `upload_expired`: it\nwas not sent in time. `gave_up`: looking at it never ended.\n"
     },
     "detail": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "MediaVariantPurpose": {
    "type": "object",
    "required": [
     "platform",
     "reason"
    ],
    "properties": {
     "platform": {
      "type": "string"
     },
     "reason": {
      "type": "string",
      "description": "What the platform takes and what the file is."
     }
    }
   },
   "MediaVariantErrorCode": {
    "type": "string",
    "enum": [
     "not_convertible",
     "too_slow",
     "gave_up"
    ]
   },
   "MediaVariantError": {
    "type": "object",
    "required": [
     "code",
     "detail"
    ],
    "properties": {
     "code": {
      "$ref": "#/components/schemas/MediaVariantErrorCode"
     },
     "detail": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "MediaState": {
    "type": "string",
    "enum": [
     "pending",
     "ready",
     "rejected"
    ],
    "description": "`pending` until it has come and was decoded once; `ready` when it can be shown to its end; else `rejected`, with\n`error`.\n"
   },
   "MediaVariantState": {
    "type": "string",
    "enum": [
     "pending",
     "ready",
     "failed"
    ],
    "description": "Posts wait for it while it is `pending`; when it `failed`, their deliveries fail."
   },
   "MediaVariantContentType": {
    "type": "string",
    "enum": [
     "image/jpeg",
     "video/mp4"
    ]
   },
   "MediaContentType": {
    "type": "string",
    "enum": [
     "image/jpeg",
     "image/png",
     "image/gif",
     "image/webp",
     "video/mp4",
     "video/quicktime"
    ]
   },
   "NewMedia": {
    "type": "object",
    "additionalProperties": false,
    "required": [
     "workspace_id",
     "file_name",
     "content_type",
     "bytes"
    ],
    "properties": {
     "workspace_id": {
      "$ref": "#/components/schemas/Id"
     },
     "file_name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 255
     },
     "content_type": {
      "$ref": "#/components/schemas/MediaContentType"
     },
     "bytes": {
      "type": "integer",
      "minimum": 1,
      "maximum": 5368709120,
      "description": "The exact length of the file."
     },
     "alt_text": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 2000
     }
    }
   },
   "UploadRequest": {
    "type": "object",
    "required": [
     "method",
     "url",
     "headers",
     "expires_at"
    ],
    "properties": {
     "method": {
      "type": "string",
      "const": "PUT"
     },
     "url": {
      "type": "string",
      "format": "uri"
     },
     "headers": {
      "type": "object",
      "additionalProperties": {
       "type": "string"
      }
     },
     "expires_at": {
      "type": "string",
      "format": "date-time"
     }
    }
   },
   "CreatedUpload": {
    "type": "object",
    "required": [
     "media",
     "upload"
    ],
    "properties": {
     "media": {
      "$ref": "#/components/schemas/MediaFile"
     },
     "upload": {
      "$ref": "#/components/schemas/UploadRequest"
     }
    }
   },
   "MediaPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor",
     "usage"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/MediaFile"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     },
     "usage": {
      "$ref": "#/components/schemas/MediaUsage"
     }
    }
   },
   "MediaPatch": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "alt_text": {
      "type": [
       "string",
       "null"
      ],
      "minLength": 1,
      "maxLength": 2000
     }
    }
   },
   "Comment": {
    "type": "object",
    "required": [
     "id",
     "account_id",
     "post_id",
     "delivery_id",
     "platform",
     "remote_id",
     "parent_remote_id",
     "author",
     "text",
     "received_at"
    ],
    "properties": {
     "id": {
      "$ref": "#/components/schemas/Id"
     },
     "account_id": {
      "$ref": "#/components/schemas/Id"
     },
     "post_id": {
      "$ref": "#/components/schemas/Id"
     },
     "delivery_id": {
      "$ref": "#/components/schemas/Id"
     },
     "platform": {
      "$ref": "#/components/schemas/Platform"
     },
     "remote_id": {
      "type": "string"
     },
     "parent_remote_id": {
      "type": [
       "string",
       "null"
      ],
      "description": "The comment that this one answers."
     },
     "author": {
      "$ref": "#/components/schemas/CommentAuthor"
     },
     "text": {
      "type": "string"
     },
     "received_at": {
      "$ref": "#/components/schemas/Time"
     }
    }
   },
   "CommentAuthor": {
    "type": "object",
    "required": [
     "id",
     "name"
    ],
    "properties": {
     "id": {
      "type": [
       "string",
       "null"
      ]
     },
     "name": {
      "type": [
       "string",
       "null"
      ]
     }
    }
   },
   "CommentPage": {
    "type": "object",
    "required": [
     "data",
     "next_cursor"
    ],
    "properties": {
     "data": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Comment"
      }
     },
     "next_cursor": {
      "$ref": "#/components/schemas/NextCursor"
     }
    }
   },
   "Status": {
    "type": "object",
    "required": [
     "status",
     "database",
     "queues"
    ],
    "properties": {
     "status": {
      "$ref": "#/components/schemas/ServiceStatus"
     },
     "database": {
      "$ref": "#/components/schemas/DatabaseStatus"
     },
     "queues": {
      "$ref": "#/components/schemas/QueueStatus"
     },
     "publishing": {
      "$ref": "#/components/schemas/PublishingStatus"
     },
     "timers": {
      "$ref": "#/components/schemas/TimerStatus"
     }
    }
   },
   "DatabaseStatus": {
    "type": "object",
    "required": [
     "healthy"
    ],
    "properties": {
     "healthy": {
      "type": "boolean"
     }
    }
   },
   "QueueStatus": {
    "type": "object",
    "required": [
     "healthy"
    ],
    "properties": {
     "healthy": {
      "type": "boolean"
     },
     "publish": {
      "type": "integer",
      "description": "Messages that wait, are delayed or are being handled."
     },
     "upload": {
      "type": "integer",
      "description": "The same, of posts whose media take their time."
     },
     "inbox": {
      "type": "integer"
     }
    }
   },
   "PublishingStatus": {
    "type": "object",
    "required": [
     "healthy",
     "oldest_due_unfinished_at",
     "unknown_outcomes"
    ],
    "properties": {
     "healthy": {
      "type": "boolean",
      "description": "Nothing waits for us, by `dispatch`, `queue` or `recovery`, for a minute after its time."
     },
     "oldest_due_unfinished_at": {
      "$ref": "#/components/schemas/OptionalTime"
     },
     "unknown_outcomes": {
      "type": "integer"
     },
     "waiting": {
      "type": "array",
      "description": "What deliveries wait for that are due and not out; of very many, the first thousands count.",
      "items": {
       "$ref": "#/components/schemas/WaitCount"
      }
     },
     "platforms_held": {
      "type": "array",
      "description": "Platforms that nothing is sent to at the moment. No fault of ours.",
      "items": {
       "$ref": "#/components/schemas/HeldPlatform"
      }
     }
    }
   },
   "WaitCount": {
    "type": "object",
    "required": [
     "reason",
     "count",
     "oldest_due_at"
    ],
    "properties": {
     "reason": {
      "$ref": "#/components/schemas/WaitReason"
     },
     "count": {
      "type": "integer",
      "minimum": 1
     },
     "oldest_due_at": {
      "$ref": "#/components/schemas/Time"
     }
    }
   },
   "HeldPlatform": {
    "type": "object",
    "required": [
     "platform",
     "reason",
     "until"
    ],
    "properties": {
     "platform": {
      "$ref": "#/components/schemas/Platform"
     },
     "reason": {
      "$ref": "#/components/schemas/HoldReason"
     },
     "until": {
      "$ref": "#/components/schemas/Time"
     }
    }
   },
   "HoldReason": {
    "type": "string",
    "enum": [
     "platform_gate",
     "application_limit"
    ]
   },
   "TimerStatus": {
    "type": "object",
    "required": [
     "healthy",
     "last_tick_at"
    ],
    "properties": {
     "healthy": {
      "type": "boolean",
      "description": "No timer was silent for three minutes."
     },
     "last_tick_at": {
      "$ref": "#/components/schemas/OptionalTime",
      "description": "Of the timer that is silent longest."
     }
    }
   },
   "ServiceStatus": {
    "type": "string",
    "enum": [
     "ok",
     "unhealthy"
    ]
   },
   "Description": {
    "type": "object",
    "required": [
     "openapi",
     "info",
     "paths",
     "components"
    ],
    "properties": {
     "openapi": {
      "type": "string",
      "const": "3.1.0"
     },
     "info": {
      "type": "object"
     },
     "paths": {
      "type": "object"
     },
     "components": {
      "type": "object"
     }
    }
   },
   "UnavailableStatus": {
    "anyOf": [
     {
      "$ref": "#/components/schemas/Status"
     },
     {
      "$ref": "#/components/schemas/GatewayMessage"
     }
    ]
   }
  }
 }
}
"""##
}
