//! Fetches a key set when the user asks for it: one request, without credentials, and no redirect followed.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, Request, RequestCredentials, RequestInit, RequestRedirect,
    Response, WorkerGlobalScope, js_sys,
};

/// Larger answers are no key sets, in bytes.
const LARGEST: usize = 1 << 20;

/// Nobody waits longer, in milliseconds.
const PATIENCE: u32 = 15_000;

/// Fetches the text at that URL.
///
/// # Errors
/// With a sentence for the user.
#[wasm_bindgen(js_name = fetchKeys)]
pub async fn fetch_keys(url: String) -> Result<String, JsError> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Omit);
    options.set_redirect(RequestRedirect::Error);
    options.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let request = Request::new_with_str_and_init(&url, &options)
        .map_err(|_| JsError::new("This is no address: it begins with https://"))?;
    let response: Response = JsFuture::from(fetch(&request))
        .await
        .map_err(|_| {
            JsError::new(
                "The browser got no answer that it may read: the address is wrong, the server is down, or it does not \
                 allow other origins (CORS). Open the address in a tab, and paste what you see.",
            )
        })?
        .dyn_into()
        .map_err(|_| unreadable())?;
    if !response.ok() {
        return Err(JsError::new(&format!("The server answered with status {}.", response.status())));
    }
    text(&response).await
}

/// Service workers and event pages have it in different places.
fn fetch(request: &Request) -> js_sys::Promise {
    match js_sys::global().dyn_into::<web_sys::Window>() {
        Ok(window) => window.fetch_with_request(request),
        Err(global) => global.unchecked_into::<WorkerGlobalScope>().fetch_with_request(request),
    }
}

async fn text(response: &Response) -> Result<String, JsError> {
    let stream = response.body().ok_or_else(|| JsError::new("The answer is empty."))?;
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().map_err(|_| unreadable())?;
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(|_| unreadable())?;
        let member = |name: &str| js_sys::Reflect::get(&chunk, &name.into()).map_err(|_| unreadable());
        if member("done")?.is_truthy() {
            break;
        }
        bytes.extend(js_sys::Uint8Array::new(&member("value")?).to_vec());
        if bytes.len() > LARGEST {
            let _ = reader.cancel();
            return Err(JsError::new("The answer is larger than 1 MiB: it is no key set."));
        }
    }
    String::from_utf8(bytes).map_err(|_| JsError::new("The answer is no text."))
}

fn unreadable() -> JsError {
    JsError::new("The answer broke off.")
}
