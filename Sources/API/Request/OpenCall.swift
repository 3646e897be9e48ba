import HTTPServer

/// One call of an operation that needs no token, as its handler gets it.
struct OpenCall {
    let incoming: IncomingRequest
    let parameters: Parameters
    let form: Form
}
