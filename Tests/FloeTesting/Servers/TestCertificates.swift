/// Certificates made for tests, of nobody, valid for a hundred years, and their keys.
public enum TestCertificates {
    public static let firstChain = """
        -----BEGIN CERTIFICATE-----
        MIIBlTCCATugAwIBAgIUKXl+YnOW5lw9Ax0pORet1O3VqeAwCgYIKoZIzj0EAwIw
        ETEPMA0GA1UEAwwGZmxvZS1hMCAXDTI2MTEyMTA0NTkwMloYDzIxMjYxMDI4MDQ1
        OTAyWjARMQ8wDQYDVQQDDAZmbG9lLWEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AARrZp+8cSOARmNMOaWKAGtATDb6Lr80Kjaf5Ujk+45FRsMwRblEImmgHjKwbOuD
        2mVERJfXb0kMPpZ5tAqxPs9uo28wbTAdBgNVHQ4EFgQUXsiUtW4Qf1+15/+Kysov
        sJz8ZYAwHwYDVR0jBBgwFoAUXsiUtW4Qf1+15/+KysovsJz8ZYAwDwYDVR0TAQH/
        BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
        SAAwRQIhAOYm0yxD3xD7icDavXeb55rIpvHqC2n30XmO07xLwHhtAiAlQmKAQ0t0
        2Jk23wAvuvCNXkYmjT8ZiUjC1zEXgXufMg==
        -----END CERTIFICATE-----
        """

    public static let firstKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgh/g3lwGnwn8T8FKD
        OMumUcQLeBicoyBRhCcsUgamLDuhRANCAARrZp+8cSOARmNMOaWKAGtATDb6Lr80
        Kjaf5Ujk+45FRsMwRblEImmgHjKwbOuD2mVERJfXb0kMPpZ5tAqxPs9u
        -----END PRIVATE KEY-----
        """

    public static let secondChain = """
        -----BEGIN CERTIFICATE-----
        MIIBljCCATugAwIBAgIUNK0pkcqjMMX4PnO/5M+wbpUIEJQwCgYIKoZIzj0EAwIw
        ETEPMA0GA1UEAwwGZmxvZS1iMCAXDTI2MTEyMTA0NTkwMloYDzIxMjYxMDI4MDQ1
        OTAyWjARMQ8wDQYDVQQDDAZmbG9lLWIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AAQyBZZQ8Dp2if1zdlLtWKBPxLv0l/srblblDaDZQWKtaMQNJcrTaWWSAT+gPSTE
        BKgef5qndB0tMZhpZTnkv22yo28wbTAdBgNVHQ4EFgQUG5rPG/azexC8MC1qXpN2
        yqsujWwwHwYDVR0jBBgwFoAUG5rPG/azexC8MC1qXpN2yqsujWwwDwYDVR0TAQH/
        BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
        SQAwRgIhAKmOqgfyBKb/YytrjjBTjNa58V+YA9dDebnJBTX3W5yJAiEAs3uFtRyU
        8tJL+ab/n0Hu2UMY+4rUszSyxo+50x7dadM=
        -----END CERTIFICATE-----
        """

    public static let secondKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6ad4tqf1PjHe/P8u
        J/ikYNwaKWcx13jq24wisH3TOKihRANCAAQyBZZQ8Dp2if1zdlLtWKBPxLv0l/sr
        blblDaDZQWKtaMQNJcrTaWWSAT+gPSTEBKgef5qndB0tMZhpZTnkv22y
        -----END PRIVATE KEY-----
        """
}
