// Names in here are those of the wire.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials
import Shared

/// What opens the sheet: a service account's key file, or an installed application's `credentials.json` with its
/// `token.json`.
///
/// The token address in any of these files is ignored, as Google's own library does: a file that was tampered with
/// would send the secrets elsewhere.
enum GoogleCredentials: Sendable, Equatable {
    struct ServiceAccount: Sendable, Equatable {
        var email: String
        var keyID: String
        /// PEM, PKCS#8.
        var privateKey: Secret
    }

    struct InstalledApp: Sendable, Equatable {
        var clientID: String
        var clientSecret: Secret
        var refreshToken: Secret
        /// Where `token.json` is: new tokens are written back there.
        var tokenPath: String
    }

    case serviceAccount(ServiceAccount)
    case installedApp(InstalledApp)

    /// The account to share the sheet with, where it has an address of its own.
    var email: String? {
        if case .serviceAccount(let account) = self { account.email } else { nil }
    }

    private struct KeyFile: Decodable {
        struct Client: Decodable {
            var client_id: String
            var client_secret: String
        }
        var type: String?
        var client_email: String?
        var private_key_id: String?
        var private_key: String?
        var installed: Client?
        var web: Client?
    }

    /// - Throws: ``SheetsError`` that says which file is wrong and what to do.
    static func read(credentialsPath: String, tokenPath: String) throws(SheetsError) -> GoogleCredentials {
        let file = try CredentialsJSON.read(KeyFile.self, from: credentialsPath, variable: "GOOGLE_CREDENTIALS_PATH")
        if file.type == "service_account" {
            guard let email = file.client_email, let id = file.private_key_id, let key = file.private_key else {
                throw SheetsError(
                    .credentials,
                    "\(credentialsPath) lacks client_email, private_key_id or private_key: create a new JSON key for "
                        + "the service account in the Google Cloud console.")
            }
            return .serviceAccount(ServiceAccount(email: email, keyID: id, privateKey: Secret(key)))
        }
        guard let client = file.installed ?? file.web else {
            throw SheetsError(
                .credentials,
                "\(credentialsPath) is neither a service account's key nor an application's credentials: download it "
                    + "anew from the Google Cloud console.")
        }
        let token = try TokenFile(path: tokenPath)
        guard let refresh = token.refreshToken else {
            throw SheetsError(
                .credentials, "\(tokenPath) holds no refresh_token: sign in with the application once more.")
        }
        return .installedApp(
            InstalledApp(
                clientID: token.clientID ?? client.client_id,
                clientSecret: token.clientSecret ?? Secret(client.client_secret), refreshToken: refresh,
                tokenPath: tokenPath))
    }
}

/// Reads the files that Google's console and libraries write.
enum CredentialsJSON {
    /// Bytes; far more than such a file has.
    private static let limit = 256 << 10

    static func read<File: Decodable>(
        _ type: File.Type, from path: String, variable: String
    ) throws(SheetsError) -> File {
        let bytes: [UInt8]
        do throws(InvalidValue) {
            bytes = try ConfigurationFiles.system.read(path, limit)
        } catch {
            throw SheetsError(.credentials, "\(path) \(error.problem): check \(variable).")
        }
        guard let file = try? JSONDecoder().decode(type, from: Data(bytes)) else {
            throw SheetsError(.credentials, "\(path) is not the JSON file that \(variable) should name.")
        }
        return file
    }
}
